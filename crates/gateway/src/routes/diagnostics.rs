//! The socket of one run of diagnostics: the page names device and suite, and is told what is found.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::HeaderMap;
use tokio::sync::mpsc;
use tokio::time::timeout;
use wire::diagnostics::{ClientFrame, MAX_CLIENT_FRAME, ServerFrame};

use crate::diagnostics::run::run as perform;
use crate::reply::Refusal;
use crate::routes::{close_code, socket};
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};

const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(10);
/// Frames on their way to the page; a page that does not read slows the script down.
const WAITING: usize = 32;

/// `GET /diagnostics`.
pub(crate) async fn upgrade(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    caller: Result<Caller, Refusal>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let (session, upgrade) = socket::admit(&gateway, &headers, caller, upgrade, MAX_CLIENT_FRAME)?;
    Ok(upgrade.on_upgrade(move |socket| run(gateway, session, socket)))
}

async fn run(gateway: Gateway, session: UserSession, socket: WebSocket) {
    let signed_out = gateway.sessions.end_of(&session);
    let taken_back = gateway.upstream.signed_out(&session.token);
    let (mut sink, mut incoming) = socket.split();
    let first = match timeout(FIRST_FRAME_WITHIN, incoming.next()).await {
        Ok(Some(Ok(Message::Text(text)))) => serde_json::from_str(text.as_str()).ok(),
        _ => None,
    };
    let begun = match first {
        Some(frame) => gateway.diagnostics.take(session.user.id).map(|slot| (frame, slot)),
        None => Err("A run begins with what to run, and on which device."),
    };
    let (ClientFrame::Run { device, suite }, _slot) = match begun {
        Ok(begun) => begun,
        Err(message) => {
            let _ = sink.send(text(&ServerFrame::Failed { message: message.to_owned() })).await;
            socket::close(&mut sink, &mut incoming, None).await;
            return;
        }
    };
    let ssh = gateway.terminals.ssh();
    let (tell, told) = mpsc::channel(WAITING);
    let performed = async {
        perform(&ssh, &session, &device, suite, &tell).await;
        // The last frame is still to be told.
        std::future::pending::<()>().await;
    };
    let why = tokio::select! {
        () = performed => None,
        () = to_page(&mut sink, told) => None,
        () = gone(&mut incoming) => None,
        () = signed_out.cancelled() => Some((close_code::SIGNED_OUT, "signed out")),
        () = taken_back => Some((close_code::SIGNED_OUT, "the session was ended elsewhere")),
        () = gateway.config.shutdown.cancelled() => Some((close_code::GOING_AWAY, "the server stops")),
    };
    socket::close(&mut sink, &mut incoming, why).await;
}

/// Until the last frame is told, or the page does not take it.
async fn to_page(sink: &mut SplitSink<WebSocket, Message>, mut told: mpsc::Receiver<ServerFrame>) {
    while let Some(frame) = told.recv().await {
        let is_last = matches!(frame, ServerFrame::Done | ServerFrame::Failed { .. });
        if sink.send(text(&frame)).await.is_err() || is_last {
            return;
        }
    }
}

/// Until the page closes; it has nothing more to say.
async fn gone(incoming: &mut SplitStream<WebSocket>) {
    while let Some(Ok(message)) = incoming.next().await {
        if !matches!(message, Message::Ping(_) | Message::Pong(_)) {
            return;
        }
    }
}

fn text(frame: &ServerFrame) -> Message {
    Message::Text(serde_json::to_string(frame).unwrap_or_default().into())
}
