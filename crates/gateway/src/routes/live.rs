//! The socket itself: frames in, subscriptions kept, frames out, until the page or the session ends.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::SinkExt;
use futures_util::stream::{SplitSink, StreamExt};
use http::HeaderMap;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use wire::live::{ClientFrame, Cursor, MAX_CLIENT_FRAME, MAX_SUBSCRIPTIONS, ServerFrame, Topic};

use crate::clock;
use crate::live::logs::filter::Filter;
use crate::live::logs::subscription::{Ask, Subscription};
use crate::live::outbox::{Outbox, Waiting};
use crate::live::rows;
use crate::reply::Refusal;
use crate::routes::{close_code, socket};
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};

/// A page that says nothing for so long, not even a ping, has gone.
const SILENCE: Duration = Duration::from_secs(90);
const PING_EVERY: Duration = Duration::from_secs(30);
/// What a page may ask of a subscription before it has done the first.
const ASKS: usize = 16;

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
    let (outbox, waiting) = Outbox::new();
    let (pongs, waiting_pongs) = mpsc::channel(4);
    let gone = CancellationToken::new();
    let signed_out = gateway.sessions.end_of(&session);
    let mut taken_back = gateway.upstream.signed_out(&session.token);
    let expiry = tokio::time::sleep(clock::until(session.expires_at));
    tokio::pin!(expiry);
    let (close, closing) = mpsc::channel(1);
    let writer = tokio::spawn(write(sink, waiting, waiting_pongs, closing, gone.clone()));
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
    let (hub, token) = (Arc::clone(&page.gateway.logs), page.session.token.clone());
    drop(page);
    if let Some(why) = why {
        if why.0 == close_code::SIGNED_OUT {
            hub.forget(&token);
        }
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
    subscriptions: HashMap<u32, Held>,
}

/// A subscription's task, which ends with this, and how it is asked for more.
struct Held {
    task: AbortOnDropHandle<()>,
    asks: Option<mpsc::Sender<Ask>>,
}

impl Page {
    async fn take(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Ping => {}
            ClientFrame::Unsubscribe { id } => drop(self.subscriptions.remove(&id)),
            ClientFrame::Subscribe { id, topic, since } => self.subscribe(id, topic, since).await,
            ClientFrame::Follow { id, devices } => self.ask(id, Ask::Follow(devices)).await,
            ClientFrame::Unfollow { id, devices } => self.ask(id, Ask::Unfollow(devices)).await,
        }
    }

    async fn subscribe(&mut self, id: u32, topic: Topic, since: Option<Cursor>) {
        self.subscriptions.retain(|_, held| !held.task.is_finished());
        if self.subscriptions.contains_key(&id) {
            return self.refuse(id, "This subscription's number is in use on the socket.").await;
        }
        if self.subscriptions.len() >= MAX_SUBSCRIPTIONS {
            return self.refuse(id, "The page follows too many things at once.").await;
        }
        let (token, outbox) = (self.session.token.clone(), self.outbox.clone());
        let held = match topic {
            Topic::Logs { services, system, count } => {
                let (hub, filter) = (Arc::clone(&self.gateway.logs), Filter::new(services, system));
                let (subscription, heard) = Subscription::new(id, hub, token, filter, count, outbox);
                let (asks, asked) = mpsc::channel(ASKS);
                Held { task: AbortOnDropHandle::new(tokio::spawn(subscription.run(asked, heard))), asks: Some(asks) }
            }
            topic => {
                let follow = rows::follow(Arc::clone(&self.gateway.upstream), token, id, topic, since, outbox);
                let task = tokio::spawn(async move {
                    let _ = follow.await;
                });
                Held { task: AbortOnDropHandle::new(task), asks: None }
            }
        };
        self.subscriptions.insert(id, held);
    }

    async fn ask(&self, id: u32, ask: Ask) {
        match self.subscriptions.get(&id).and_then(|held| held.asks.as_ref()) {
            // It ends only with the page.
            Some(asks) => drop(asks.send(ask).await),
            None => self.refuse(id, "There is no such subscription to logs.").await,
        }
    }

    /// A page that does not read its refusals loses nothing by missing one more.
    async fn refuse(&self, id: u32, message: &str) {
        let frame = ServerFrame::Refused { id, message: message.to_owned() };
        let _ = tokio::time::timeout(Duration::from_secs(1), self.outbox.put(frame)).await;
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut waiting: Waiting,
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
            Some(frame) = waiting.frames.recv() => text(&frame),
            Some(text) = waiting.logs.recv() => Some(Message::Text(text)),
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
