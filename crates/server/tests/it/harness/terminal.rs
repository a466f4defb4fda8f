//! A terminal as the page's xterm has it: what was shown, and acknowledgements.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::Message;

use super::page::{Page, Socket, put};

pub(crate) struct Terminal {
    socket: Socket,
    pub(crate) session: String,
    pub(crate) received: u64,
    /// Text since the last command.
    shown: String,
    pub(crate) states: Vec<String>,
    pub(crate) ended: Option<Value>,
    /// How the socket ended, for the message of a failing test.
    broken: String,
}

impl Terminal {
    pub(crate) async fn open(page: &Page, uuid: &str, target: Value) -> Self {
        let frame = json!({"type": "open", "device": uuid, "target": target, "columns": 80, "rows": 24});
        Self::begin(page, &frame, 0).await
    }

    pub(crate) async fn resume(page: &Page, session: &str, received: u64) -> Self {
        let frame = json!({"type": "resume", "session": session, "received": received, "columns": 80, "rows": 24});
        Self::begin(page, &frame, received).await
    }

    async fn begin(page: &Page, frame: &Value, received: u64) -> Self {
        let mut socket = page.socket("/terminal").await;
        put(&mut socket, frame).await;
        let mut terminal = Self {
            socket,
            session: String::new(),
            received,
            shown: String::new(),
            states: Vec::new(),
            ended: None,
            broken: String::new(),
        };
        terminal.until("a session", |terminal| !terminal.session.is_empty()).await;
        terminal
    }

    async fn step(&mut self, deadline: Instant) -> bool {
        let message = match timeout_at(deadline, self.socket.next()).await {
            Ok(Some(Ok(message))) => message,
            end => {
                self.broken = format!("{end:?}");
                return false;
            }
        };
        match message {
            Message::Binary(bytes) => {
                self.received += bytes.len() as u64;
                self.shown.push_str(&String::from_utf8_lossy(&bytes));
                let ack = json!({"type": "ack", "received": self.received}).to_string();
                // The shell may have ended, and the socket with it; its last frames are still to be read.
                let _ = self.socket.send(Message::text(ack)).await;
            }
            Message::Text(text) => {
                let frame: Value = serde_json::from_str(&text).unwrap();
                match frame["type"].as_str().unwrap() {
                    "session" => {
                        frame["session"].as_str().unwrap().clone_into(&mut self.session);
                        assert_eq!(frame["offset"], self.received, "nothing is gone");
                    }
                    "state" => self.states.push(frame["state"].as_str().unwrap().to_owned()),
                    "exit" | "refused" => self.ended = Some(frame),
                    _ => {}
                }
            }
            Message::Close(frame) => {
                self.broken = format!("closed: {frame:?}");
                return false;
            }
            _ => {}
        }
        true
    }

    pub(crate) async fn until(&mut self, what: &str, mut met: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !met(self) {
            assert!(
                self.step(deadline).await || met(self),
                "no {what}: {:?}, {:?}, {:?}, {}",
                self.shown,
                self.states,
                self.ended,
                self.broken
            );
        }
    }

    pub(crate) async fn connected(&mut self) {
        self.until("connection", |terminal| terminal.states.last().is_some_and(|state| state == "connected")).await;
    }

    /// Types a line and waits until `expected` is shown.
    pub(crate) async fn run(&mut self, line: &str, expected: &str) {
        self.shown.clear();
        self.socket.send(Message::binary(format!("{line}\n").into_bytes())).await.unwrap();
        self.until(expected, |terminal| terminal.shown.contains(expected)).await;
    }

    pub(crate) async fn resize(&mut self, columns: u16, rows: u16) {
        put(&mut self.socket, &json!({"type": "resize", "columns": columns, "rows": rows})).await;
    }
}
