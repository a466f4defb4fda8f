//! What every handler shares, and who is calling.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::assets::files::Assets;
use crate::config::Config;
use crate::diagnostics::slots::Slots;
use crate::envelope::Client;
use crate::live::logs::hub::LogHub;
use crate::reply::Refusal;
use crate::session::cookie;
use crate::session::registry::Sessions;
use crate::session::seal::Seal;
use crate::session::user_session::UserSession;
use crate::terminal::registry::Terminals;
use crate::upstream::Upstream;

/// The gateway.
#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) config: Arc<Config>,
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) seal: Arc<Seal>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) terminals: Arc<Terminals>,
    pub(crate) diagnostics: Slots,
    pub(crate) logs: Arc<LogHub>,
    pub(crate) assets: Arc<Assets>,
}

impl Gateway {
    /// The session a request belongs to.
    pub(crate) fn session_of(&self, headers: &http::HeaderMap) -> Result<UserSession, Refusal> {
        cookie::read(&self.config, &self.seal, headers)
            .filter(|session| !self.sessions.is_revoked(&session.id))
            .ok_or_else(Refusal::signed_out)
    }
}

/// The signed-in caller; 401 when there is none.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) UserSession);

impl FromRequestParts<Gateway> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Refusal> {
        let session = gateway.session_of(&parts.headers)?;
        let address = parts.extensions.get::<Client>().and_then(|client| client.0).map(|address| address.ip());
        gateway.sessions.seen(&session, &parts.headers, address);
        Ok(Self(session))
    }
}
