//! What the cookie holds.

use serde::{Deserialize, Serialize};
use wire::session::Whoami;

use crate::token::ApiToken;

/// One sign-in on one browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct UserSession {
    /// 128 bits, new with each sign-in.
    pub(crate) id: String,
    pub(crate) token: ApiToken,
    pub(crate) user: Whoami,
    /// Seconds since 1970; the token's own end.
    pub(crate) expires_at: i64,
}
