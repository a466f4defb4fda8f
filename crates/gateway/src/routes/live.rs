//! The socket itself: frames in, subscriptions kept, frames out, until the page or the session ends.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::SinkExt;
use futures_util::stream::{SplitSink, StreamExt};
use http::HeaderMap;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use wire::live::{ClientFrame, MAX_CLIENT_FRAME, MAX_SUBSCRIPTIONS, ServerFrame, Topic};

use crate::clock;
use crate::live::log_position::LogPosition;
use crate::live::logs::LogReader;
use crate::live::outbox::Outbox;
use crate::live::rows;
use crate::reply::Refusal;
use crate::routes::{close_code, socket};
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};

/// A page that says nothing for so long, not even a ping, has gone.
const SILENCE: Duration = Duration::from_secs(90);
const PING_EVERY: Duration = Duration::from_secs(30);

/// `GET /live`.
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
    let (sink, mut incoming) = socket.split();
    let (outbox, frames) = Outbox::new();
    let (pongs, waiting_pongs) = mpsc::channel(4);
    let gone = CancellationToken::new();
    let signed_out = gateway.sessions.end_of(&session);
    let mut taken_back = gateway.upstream.signed_out(&session.token);
    let expiry = tokio::time::sleep(clock::until(session.expires_at));
    tokio::pin!(expiry);
    let (close, closing) = mpsc::channel(1);
    let writer = tokio::spawn(write(sink, frames, waiting_pongs, closing, gone.clone()));
    let mut page = Page { gateway, session, outbox, subscriptions: HashMap::new() };
    let mut silent_at = Instant::now() + SILENCE;

    let why = loop {
        tokio::select! {
            message = incoming.next() => {
                silent_at = Instant::now() + SILENCE;
                match message {
                    Some(Ok(Message::Text(text))) => match serde_json::from_str(text.as_str()) {
                        Ok(ClientFrame::Ping) => { let _ = pongs.try_send(()); }
                        Ok(frame) => page.take(frame).await,
                        Err(_) => break Some((close_code::POLICY, "not a frame of /live")),
                    },
                    Some(Ok(Message::Binary(_))) => break Some((close_code::POLICY, "frames of /live are text")),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                }
            }
            () = signed_out.cancelled() => break Some((close_code::SIGNED_OUT, "signed out")),
            () = &mut taken_back => break Some((close_code::SIGNED_OUT, "the session was ended elsewhere")),
            () = &mut expiry => break Some((close_code::SIGNED_OUT, "the session has expired")),
            () = page.gateway.config.shutdown.cancelled() => break Some((close_code::GOING_AWAY, "the server stops")),
            () = sleep_until(silent_at) => break None,
            () = gone.cancelled() => break None,
        }
    };
    drop(page);
    if let Some(why) = why {
        let _ = close.send(why).await;
    }
    drop(close);
    let abort = writer.abort_handle();
    let farewell = async {
        let _ = writer.await;
        socket::await_end(&mut incoming).await;
    };
    if tokio::time::timeout(socket::FAREWELL, farewell).await.is_err() {
        abort.abort();
    }
}

/// One page and what it follows; dropping it ends all of that.
struct Page {
    gateway: Gateway,
    session: UserSession,
    outbox: Outbox,
    subscriptions: HashMap<u32, AbortHandle>,
}

impl Drop for Page {
    fn drop(&mut self) {
        for task in self.subscriptions.values() {
            task.abort();
        }
    }
}

impl Page {
    async fn take(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Ping => {}
            ClientFrame::Unsubscribe { id } => {
                if let Some(task) = self.subscriptions.remove(&id) {
                    task.abort();
                }
            }
            ClientFrame::Subscribe { id, topic, since } => {
                self.subscriptions.retain(|_, task| !task.is_finished());
                let refused = if self.subscriptions.contains_key(&id) {
                    Some("This subscription's number is in use on the socket.")
                } else if self.subscriptions.len() >= MAX_SUBSCRIPTIONS {
                    Some("The page follows too many things at once.")
                } else {
                    None
                };
                if let Some(message) = refused {
                    let frame = ServerFrame::Refused { id, message: message.to_owned() };
                    // A page that does not read its refusals loses nothing by missing one more.
                    let _ = tokio::time::timeout(Duration::from_secs(1), self.outbox.put(frame)).await;
                    return;
                }
                let (upstream, token) = (self.gateway.upstream.clone(), self.session.token.clone());
                let outbox = self.outbox.clone();
                let task = match topic {
                    Topic::Log { uuid, after, count } => {
                        let position = LogPosition::after(after);
                        let reader = LogReader { upstream, token, id, uuid, count, position, outbox };
                        tokio::spawn(reader.follow())
                    }
                    topic => tokio::spawn(rows::follow(upstream, token, id, topic, since, outbox)),
                };
                self.subscriptions.insert(id, task.abort_handle());
            }
        }
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut frames: mpsc::Receiver<ServerFrame>,
    mut pongs: mpsc::Receiver<()>,
    mut closing: mpsc::Receiver<(u16, &'static str)>,
    gone: CancellationToken,
) {
    let _gone = gone.drop_guard();
    let mut ping = tokio::time::interval(PING_EVERY);
    loop {
        let message = tokio::select! {
            biased;
            why = closing.recv() => {
                let frame = why.map(|(code, reason)| CloseFrame { code, reason: reason.into() });
                let _ = sink.send(Message::Close(frame)).await;
                return;
            }
            Some(()) = pongs.recv() => text(&ServerFrame::Pong),
            Some(frame) = frames.recv() => text(&frame),
            _ = ping.tick() => Some(Message::Ping(bytes::Bytes::new())),
        };
        let Some(message) = message else { continue };
        if sink.send(message).await.is_err() {
            return;
        }
    }
}

fn text(frame: &ServerFrame) -> Option<Message> {
    serde_json::to_string(frame).ok().map(|text| Message::Text(text.into()))
}
