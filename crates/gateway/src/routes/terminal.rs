//! The page's socket: opens or resumes a terminal, then passes bytes and frames both ways.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::HeaderMap;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use wire::terminal::{ClientFrame, MAX_CLIENT_FRAME, ServerFrame};

use crate::clock;
use crate::reply::Refusal;
use crate::routes::socket::Why;
use crate::routes::{close_code, socket};
use crate::session::user_session::UserSession;
use crate::state::{Caller, Gateway};
use crate::terminal::attachment::{Attachment, Next};
use crate::terminal::input::Input;
use crate::terminal::size::Size;
use crate::terminal::terminal_session::TerminalSession;

const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(10);
/// A page that says nothing for so long, neither a key nor a ping nor an acknowledgement, has gone.
const SILENCE: Duration = Duration::from_secs(90);
const PING_EVERY: Duration = Duration::from_secs(30);
const CHUNK: usize = 32 * 1_024;
/// Output that comes in drops is gathered for so long after the last frame.
const GATHER: Duration = Duration::from_millis(3);

/// `GET /terminal`.
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
    let (mut sink, mut incoming) = socket.split();
    let first = match timeout(FIRST_FRAME_WITHIN, incoming.next()).await {
        Ok(Some(Ok(Message::Text(text)))) => serde_json::from_str(text.as_str()).ok(),
        _ => None,
    };
    let attached = match first {
        Some(frame) => attach(&gateway, &session, &signed_out, frame),
        None => Err("A terminal begins with open or resume."),
    };
    let (attachment, frame) = match attached {
        Ok(attached) => attached,
        Err(message) => {
            let _ = sink.send(text(&ServerFrame::Refused { message: message.to_owned() })).await;
            socket::close(&mut sink, &mut incoming, None).await;
            return;
        }
    };
    if sink.send(text(&frame)).await.is_err() {
        return;
    }
    let (pongs, waiting_pongs) = tokio::sync::mpsc::channel(4);
    let terminal = attachment.terminal.clone();
    let taken_back = gateway.upstream.signed_out(&session.token);
    let expiry = tokio::time::sleep(clock::until(session.expires_at));
    let why = tokio::select! {
        why = to_page(&mut sink, attachment, waiting_pongs) => why,
        why = from_page(&mut incoming, &gateway, &terminal, pongs) => why,
        () = signed_out.cancelled() => Some((close_code::SIGNED_OUT, "signed out")),
        () = taken_back => {
            gateway.terminals.close_all_of(&session.id);
            Some((close_code::SIGNED_OUT, "the session was ended elsewhere"))
        }
        () = expiry => Some((close_code::SIGNED_OUT, "the session has expired")),
        () = gateway.config.shutdown.cancelled() => Some((close_code::GOING_AWAY, "the server stops")),
    };
    socket::close(&mut sink, &mut incoming, why).await;
}

fn attach(
    gateway: &Gateway,
    session: &UserSession,
    signed_out: &CancellationToken,
    frame: ClientFrame,
) -> Result<(Attachment, ServerFrame), &'static str> {
    const BAD_SIZE: &str = "A terminal has from 1 to 1000 columns and rows.";
    match frame {
        ClientFrame::Open { device, target, columns, rows } => {
            let size = Size::new(columns, rows).ok_or(BAD_SIZE)?;
            let terminal = gateway.terminals.open(session.clone(), signed_out, device, target, size)?;
            Ok(Attachment::new(terminal, 0))
        }
        ClientFrame::Resume { session: id, received, columns, rows } => {
            let size = Size::new(columns, rows).ok_or(BAD_SIZE)?;
            let terminal = gateway.terminals.find(&id, session).ok_or("That shell has ended.")?;
            let changed = std::mem::replace(&mut terminal.progress().size, size) != size;
            if changed {
                terminal.input.put(Input::Resize(size));
            }
            Ok(Attachment::new(terminal, received))
        }
        _ => Err("A terminal begins with open or resume."),
    }
}

/// Until the page goes or closes the terminal.
async fn from_page(
    incoming: &mut SplitStream<WebSocket>,
    gateway: &Gateway,
    terminal: &TerminalSession,
    pongs: tokio::sync::mpsc::Sender<u32>,
) -> Why {
    while let Ok(Some(Ok(message))) = timeout(SILENCE, incoming.next()).await {
        let input = match message {
            Message::Binary(bytes) => Input::Bytes(bytes),
            Message::Text(text) => match serde_json::from_str(text.as_str()) {
                Ok(ClientFrame::Resize { columns, rows }) => match Size::new(columns, rows) {
                    Some(size) => {
                        terminal.progress().size = size;
                        Input::Resize(size)
                    }
                    None => continue,
                },
                Ok(ClientFrame::Ack { received }) => {
                    terminal.acknowledge(received);
                    continue;
                }
                Ok(ClientFrame::Ping { nonce }) => {
                    let _ = pongs.try_send(nonce);
                    continue;
                }
                Ok(ClientFrame::Close) => {
                    gateway.terminals.close(terminal);
                    return None;
                }
                Ok(ClientFrame::Open { .. } | ClientFrame::Resume { .. }) | Err(_) => {
                    return Some((close_code::POLICY, "not a frame of /terminal"));
                }
            },
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return None,
        };
        terminal.progress().used_at = Instant::now();
        if !terminal.input.put(input) {
            return Some((close_code::TOO_BIG, "the shell does not read what is typed"));
        }
    }
    None
}

/// Until the end has been told; why the socket is closed.
async fn to_page(
    sink: &mut SplitSink<WebSocket, Message>,
    mut attachment: Attachment,
    mut pongs: tokio::sync::mpsc::Receiver<u32>,
) -> Why {
    let mut changed = attachment.terminal.watch_for_page();
    let mut ping = tokio::time::interval(PING_EVERY);
    let mut gathered_at = Instant::now();
    loop {
        changed.borrow_and_update();
        // Before any output: a page must not take a flood for a dead link.
        while let Ok(nonce) = pongs.try_recv() {
            if sink.send(text(&ServerFrame::Pong { nonce })).await.is_err() {
                return None;
            }
        }
        let now = Instant::now() >= gathered_at;
        let message = match attachment.next(CHUNK, now) {
            Next::Frame(frame) => Some(text(&frame)),
            Next::Bytes(bytes) => {
                gathered_at = Instant::now() + GATHER;
                Some(Message::Binary(Bytes::from(bytes)))
            }
            next @ (Next::Little | Next::Nothing) => {
                let little = matches!(next, Next::Little);
                tokio::select! {
                    biased;
                    Some(nonce) = pongs.recv() => Some(text(&ServerFrame::Pong { nonce })),
                    _ = changed.changed() => None,
                    () = sleep_until(gathered_at), if little => None,
                    _ = ping.tick() => Some(Message::Ping(Bytes::new())),
                }
            }
            Next::Over => return None,
            Next::Replaced => return Some((close_code::POLICY, "the terminal was opened elsewhere")),
        };
        if let Some(message) = message
            && sink.send(message).await.is_err()
        {
            return None;
        }
    }
}

fn text(frame: &ServerFrame) -> Message {
    Message::Text(serde_json::to_string(frame).unwrap_or_default().into())
}
