//! The signed-in person's own: profile, sessions, API keys, SSH keys.

use leptos::prelude::*;
use model::timestamp::Timestamp;
use odata::{Query, desc, field};
use query::remote::Remote;
use serde::Serialize;
use wire::account::{ConfirmPassword, Confirmation, EndSessions, ListSessions, SessionEntry};
use wire::endpoint::Method;
use wire::rows::Row;
use wire::rows::api_key::ApiKeyRow;
use wire::rows::public_key::PublicKeyRow;
use wire::session::ActorWhoami;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Who one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub user: i64,
    /// What API keys of one's own are of.
    pub actor: i64,
    pub username: String,
    pub email: Option<String>,
}

/// A browser one is signed in on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    pub id: String,
    pub browser: String,
    pub address: Option<String>,
    /// Milliseconds since 1970, as are the others.
    pub since: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub is_current: bool,
}

/// An API key, without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: i64,
    pub name: String,
    pub description: String,
    /// None: it never ends.
    pub ends: Option<Timestamp>,
    pub made: Timestamp,
}

/// An API key to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewApiKey {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<Timestamp>,
}

/// An SSH key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    pub id: i64,
    pub title: String,
    pub line: String,
    pub made: Timestamp,
}

#[derive(Serialize)]
struct NewPublicKey {
    user: i64,
    title: String,
    public_key: String,
}

/// Reads and writes one's own through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Account(Hub);

/// The way to one's own.
pub fn use_account() -> Account {
    Account(use_hub())
}

impl Account {
    /// Who one is.
    pub fn profile(self) -> Remote<Profile, Failure> {
        Remote::new(move || async move {
            let who: ActorWhoami = self.0.heard(self.0.client().get("/api/actor/v1/whoami".to_owned()).await)?;
            Ok(Profile { user: who.actor_type_id, actor: who.id, username: who.username, email: who.email })
        })
    }

    /// The browsers one is signed in on, the latest seen first.
    pub fn sessions(self) -> Remote<Vec<SessionLine>, Failure> {
        Remote::new(move || async move {
            let entries = self.0.heard(self.0.client().call(ListSessions).await)?;
            Ok(entries.into_iter().map(session).collect())
        })
    }

    /// Ends one, or all but the present one.
    pub async fn end_sessions(self, id: Option<String>) -> Result<(), Failure> {
        self.0.heard(self.0.client().call(EndSessions { id }).await)
    }

    /// The password once more, for what wants a fresh one.
    pub async fn confirm(self, password: String) -> Result<(), Failure> {
        self.0.heard(self.0.client().call(ConfirmPassword(Confirmation { password })).await).map(drop)
    }

    /// One's own API keys, the newest first.
    pub fn api_keys(self, actor: Signal<Option<i64>>) -> Remote<Vec<ApiKey>, Failure> {
        Remote::keyed(
            move || actor.get(),
            move |actor| async move {
                let query = Query::of(ApiKeyRow::RESOURCE)
                    .select(ApiKeyRow::SELECT.iter().copied())
                    .filter(field("is_of__actor").eq(actor))
                    .order_by(desc("id"))
                    .top(500);
                let rows = self.0.heard(self.0.client().rows::<ApiKeyRow>(query).await)?;
                Ok(rows.into_iter().map(api_key).collect())
            },
        )
    }

    /// Makes a key; the answer is the only time it can be read. It stays in no cache and no log.
    pub async fn make_api_key(self, new: NewApiKey) -> Result<String, Failure> {
        let client = self.0.client();
        self.0.heard(client.send(Method::Post, "/api/api-key/user/full".to_owned(), &new).await)
    }

    /// Whatever uses the key is refused from then on.
    pub async fn revoke_api_key(self, id: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of(ApiKeyRow::RESOURCE).id(id)).await)
    }

    /// One's SSH keys, the newest first.
    pub fn public_keys(self, user: Signal<Option<i64>>) -> Remote<Vec<PublicKey>, Failure> {
        Remote::keyed(
            move || user.get(),
            move |user| async move {
                let query = Query::of(PublicKeyRow::RESOURCE)
                    .select(PublicKeyRow::SELECT.iter().copied())
                    .filter(field("user").eq(user))
                    .order_by(desc("id"))
                    .top(500);
                let rows = self.0.heard(self.0.client().rows::<PublicKeyRow>(query).await)?;
                let key = |row: PublicKeyRow| PublicKey {
                    id: row.id,
                    title: row.title,
                    line: row.public_key,
                    made: row.created_at,
                };
                Ok(rows.into_iter().map(key).collect())
            },
        )
    }

    /// Lets whoever holds its private half into devices, as this person.
    pub async fn add_public_key(self, user: i64, title: String, line: String) -> Result<(), Failure> {
        let new = NewPublicKey { user, title, public_key: line };
        let path = format!("/api/v7/{}", PublicKeyRow::RESOURCE);
        self.0.heard(self.0.client().tell(Method::Post, path, &new).await)
    }

    /// Takes it away.
    pub async fn remove_public_key(self, id: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of(PublicKeyRow::RESOURCE).id(id)).await)
    }
}

fn session(entry: SessionEntry) -> SessionLine {
    SessionLine {
        id: entry.id,
        browser: entry.browser,
        address: entry.address,
        since: entry.since.millis(),
        last_seen: entry.last_seen.millis(),
        expires: entry.expires.millis(),
        is_current: entry.is_current,
    }
}

fn api_key(row: ApiKeyRow) -> ApiKey {
    ApiKey {
        id: row.id,
        name: row.name.unwrap_or_default(),
        description: row.description.unwrap_or_default(),
        ends: row.expiry_date,
        made: row.created_at,
    }
}
