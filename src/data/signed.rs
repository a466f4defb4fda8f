//! The person who is signed in.

use serde::{Deserialize, Serialize};
use wire::session::Session;

/// Who is signed in, and before which API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The person's number.
    pub user: i64,
    pub username: String,
    pub api: String,
    pub server: String,
}

impl From<Session> for Signed {
    fn from(session: Session) -> Self {
        Self { user: session.user.id, username: session.user.username, api: session.api, server: session.server }
    }
}
