//! Signing in: the gateway's `/session` (page) and the API's `/login_` and whoami (gateway).

use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};

/// The header in which `/login_` says how many more tries an account and address have before a pause.
pub const TRIES_LEFT_HEADER: &str = "ratelimit-remaining";

/// What `/session` and `/login_` take. `username` may be an e-mail address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    pub username: String,
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

/// `GET /user/v1/whoami`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whoami {
    pub id: i64,
    pub username: String,
    pub email: Option<String>,
}

/// `GET /actor/v1/whoami`, asked by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActorWhoami {
    /// The actor's number: API keys are of actors.
    pub id: i64,
    /// The user's number.
    pub actor_type_id: i64,
    pub username: String,
    #[serde(default)]
    pub email: Option<String>,
}

/// Who is signed in, and before which API: the answer of `GET` and `POST /session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub user: Whoami,
    /// The API's host as people know it, shown at the foot of the sidebar.
    pub api: String,
    /// What answers there, with its version ("Binnacle 0.1.0").
    pub server: String,
}

/// `POST /session`: sign in. The token stays in the gateway's encrypted cookie.
#[derive(Debug, Clone)]
pub struct SignIn(pub Credentials);

impl Endpoint for SignIn {
    const METHOD: Method = Method::Post;
    type Input = Credentials;
    type Output = Session;

    fn path(&self) -> String {
        "/session".to_owned()
    }

    fn input(&self) -> Option<&Credentials> {
        Some(&self.0)
    }
}

/// `GET /session`: who is signed in; 401 when nobody is.
#[derive(Debug, Clone, Copy)]
pub struct CurrentSession;

impl Endpoint for CurrentSession {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = Session;

    fn path(&self) -> String {
        "/session".to_owned()
    }
}

/// `DELETE /session`: sign out; closes the session's sockets too.
#[derive(Debug, Clone, Copy)]
pub struct SignOut;

impl Endpoint for SignOut {
    const METHOD: Method = Method::Delete;
    type Input = ();
    type Output = ();

    fn path(&self) -> String {
        "/session".to_owned()
    }
}
