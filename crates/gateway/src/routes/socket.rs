//! Who may open a socket, and how much of it is held in memory.

use axum::extract::WebSocketUpgrade;
use http::HeaderMap;

use crate::guard;
use crate::reply::Refusal;
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};

/// Admits the signed-in page of this dashboard, and nobody's frames beyond `max_frame` bytes.
pub(super) fn admit(
    gateway: &Gateway,
    headers: &HeaderMap,
    caller: Result<Caller, Refusal>,
    upgrade: WebSocketUpgrade,
    max_frame: usize,
) -> Result<(UserSession, WebSocketUpgrade), Refusal> {
    guard::check_socket(&gateway.config, headers)?;
    let Caller(session) = caller?;
    Ok((session, upgrade.read_buffer_size(4_096).max_message_size(max_frame).max_frame_size(max_frame)))
}
