//! Who may open a socket, how much of it is held in memory, and how it is closed.

use std::time::Duration;

use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::HeaderMap;
use tokio::time::timeout;

use crate::guard;
use crate::reply::Refusal;
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};

/// A page that does not answer a close within this is let go.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);

/// Why a socket is closed, where the page is told.
pub(super) type Why = Option<(u16, &'static str)>;

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

/// Closes the socket, and waits for the page to close too (RFC 6455 §7.1.1): a connection that is dropped while the page still
/// speaks is reset by the system, and the last frames are lost with it.
pub(super) async fn close(sink: &mut SplitSink<WebSocket, Message>, incoming: &mut SplitStream<WebSocket>, why: Why) {
    let frame = why.map(|(code, reason)| CloseFrame { code, reason: reason.into() });
    let _ = timeout(FAREWELL, async {
        if sink.send(Message::Close(frame)).await.is_ok() {
            await_end(incoming).await;
        }
    })
    .await;
}

/// Reads what still comes, until the page has closed.
pub(super) async fn await_end(incoming: &mut SplitStream<WebSocket>) {
    while let Some(Ok(_)) = incoming.next().await {}
}
