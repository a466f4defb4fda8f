//! A person's own account: password, sessions, organizations. Routes that no openBalena has, under `/binnacle/v1`
//! (API) and `/session`, `/sessions` (gateway).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::endpoint::{Endpoint, Method};
use crate::session::Session;

/// Where the API takes a new password. It answers a token, so the proxy does not pass it: the gateway asks itself.
pub const PASSWORD_PATH: &str = "/binnacle/v1/password";
/// Where the API keeps organizations.
pub const ORGANIZATIONS_PATH: &str = model::same_as::organizations::PATH;

/// A new password for the signed-in person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordChange {
    pub current_password: String,
    pub new_password: String,
}

impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordChange(…)")
    }
}

/// `POST /session/password`: every other session of the person ends.
#[derive(Debug, Clone)]
pub struct ChangePassword(pub PasswordChange);

impl Endpoint for ChangePassword {
    const METHOD: Method = Method::Post;
    type Input = PasswordChange;
    type Output = Session;

    fn path(&self) -> String {
        "/session/password".to_owned()
    }

    fn input(&self) -> Option<&PasswordChange> {
        Some(&self.0)
    }
}

/// The password once more, for what wants a fresh one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    pub password: String,
}

impl std::fmt::Debug for Confirmation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Confirmation(…)")
    }
}

/// `POST /session/confirm`: the session's token is renewed with the password, so that it may make API keys.
#[derive(Debug, Clone)]
pub struct ConfirmPassword(pub Confirmation);

impl Endpoint for ConfirmPassword {
    const METHOD: Method = Method::Post;
    type Input = Confirmation;
    type Output = Session;

    fn path(&self) -> String {
        "/session/confirm".to_owned()
    }

    fn input(&self) -> Option<&Confirmation> {
        Some(&self.0)
    }
}

/// One sign-in on one browser, as the gateway remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEntry {
    /// Names the session; opens nothing.
    pub id: String,
    /// The browser in its own words, cut; empty where it said nothing.
    pub browser: String,
    /// Where it came from when it was last seen.
    pub address: Option<String>,
    pub since: Timestamp,
    pub last_seen: Timestamp,
    pub expires: Timestamp,
    pub is_current: bool,
}

/// `GET /sessions`: the person's own, the latest seen first.
#[derive(Debug, Clone, Copy)]
pub struct ListSessions;

impl Endpoint for ListSessions {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = Vec<SessionEntry>;

    fn path(&self) -> String {
        "/sessions".to_owned()
    }
}

/// `DELETE /sessions/:id`, or `DELETE /sessions` for all but the present one.
#[derive(Debug, Clone)]
pub struct EndSessions {
    /// None: all others.
    pub id: Option<String>,
}

impl Endpoint for EndSessions {
    const METHOD: Method = Method::Delete;
    type Input = ();
    type Output = ();

    fn path(&self) -> String {
        self.id.as_ref().map_or_else(|| "/sessions".to_owned(), |id| format!("/sessions/{id}"))
    }
}

/// An organization to be made; whoever makes it is its first developer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrganization {
    pub name: String,
    pub handle: String,
}

/// An organization's new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationName {
    pub name: String,
}

/// Somebody to be let in, or given another role. The role is `developer` or `observer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// A user name or an e-mail address of somebody who has an account.
    pub username: String,
    pub role: String,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub id: i64,
}
