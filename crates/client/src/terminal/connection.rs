//! Keeps one shell: opens the socket, sends keys, resumes the same session when the socket breaks.

use std::sync::Arc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::{Either, select};
use futures_util::{SinkExt, StreamExt, stream};
use model::device_uuid::DeviceUuid;
use wire::terminal::{ClientFrame, MAX_CLIENT_FRAME, ServerFrame, Target};

use super::event::TerminalEvent;
use super::progress::Progress;
use crate::backoff;
use crate::transport::{Frame, NoAnswer, Socket, Transport};

/// The path of the socket.
const PATH: &str = "/terminal";
/// A proxy on the way closes what is silent; this is often enough for all of them. In milliseconds.
const PING_EVERY_MS: u32 = 20_000;

#[derive(Debug)]
enum Command {
    Input(Vec<u8>),
    Resize { columns: u16, rows: u16 },
    Parsed(u64),
    RetryNow,
    Close,
}

/// The page's end of a shell. Dropping it leaves the session at the gateway; [`Terminal::close`] ends the shell.
#[derive(Debug, Clone)]
pub struct Terminal {
    commands: UnboundedSender<Command>,
}

impl Terminal {
    /// The page's end and the work to spawn; `tell` hears what happens.
    pub fn open(
        transport: Arc<dyn Transport>,
        device: DeviceUuid,
        target: Target,
        columns: u16,
        rows: u16,
        tell: impl FnMut(TerminalEvent) + 'static,
    ) -> (Self, impl Future<Output = ()> + 'static) {
        let (commands, inbox) = unbounded();
        let work = Work {
            transport,
            opening: (device, target),
            size: (columns, rows),
            session: None,
            progress: Progress::default(),
            inbox,
            tell: Box::new(tell),
        };
        (Self { commands }, work.run())
    }

    /// Keys, as the bytes a terminal sends.
    pub fn send(&self, bytes: Vec<u8>) {
        self.command(Command::Input(bytes));
    }

    /// The screen has another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.command(Command::Resize { columns, rows });
    }

    /// The screen has parsed so many more bytes of output.
    pub fn parsed(&self, count: u64) {
        self.command(Command::Parsed(count));
    }

    /// Does not wait for the next try.
    pub fn retry_now(&self) {
        self.command(Command::RetryNow);
    }

    /// Ends the shell.
    pub fn close(&self) {
        self.command(Command::Close);
    }

    fn command(&self, command: Command) {
        let _ = self.commands.unbounded_send(command);
    }
}

struct Work {
    transport: Arc<dyn Transport>,
    opening: (DeviceUuid, Target),
    size: (u16, u16),
    session: Option<String>,
    progress: Progress,
    inbox: UnboundedReceiver<Command>,
    tell: Box<dyn FnMut(TerminalEvent)>,
}

enum End {
    Broke {
        was_live: bool,
    },
    /// The shell ended, was refused, or the page is gone.
    Over,
}

enum Input {
    Frame(Frame),
    Command(Command),
    Tick,
    Closed,
    PageGone,
}

impl Work {
    async fn run(mut self) {
        let mut attempt = 0;
        loop {
            let end = match self.transport.open(PATH) {
                Ok(socket) => self.follow(socket).await,
                Err(NoAnswer) => End::Broke { was_live: false },
            };
            match end {
                End::Over => return,
                End::Broke { was_live: true } => attempt = 0,
                End::Broke { was_live: false } => attempt += 1,
            }
            let wait = backoff::wait_ms(attempt, self.transport.random());
            (self.tell)(TerminalEvent::Lost { retry_in_ms: wait });
            if !self.wait(wait).await {
                return;
            }
        }
    }

    /// Waits for the time or for the person; false when the shell is not wanted any more. Keys are dropped: typing
    /// blind into a shell that may not be there is worse than typing again.
    async fn wait(&mut self, millis: u32) -> bool {
        let mut sleep = self.transport.sleep(millis);
        loop {
            match select(sleep, self.inbox.next()).await {
                Either::Left(_) | Either::Right((Some(Command::RetryNow), _)) => return true,
                Either::Right((None | Some(Command::Close), _)) => return false,
                Either::Right((Some(Command::Resize { columns, rows }), rest)) => {
                    self.size = (columns, rows);
                    sleep = rest;
                }
                Either::Right((Some(Command::Parsed(count)), rest)) => {
                    self.progress.parsed(count);
                    sleep = rest;
                }
                Either::Right((Some(Command::Input(_)), rest)) => sleep = rest,
            }
        }
    }

    fn first_frame(&self) -> ClientFrame {
        let (columns, rows) = self.size;
        if let Some(session) = self.session.clone() {
            return ClientFrame::Resume { session, received: self.progress.received(), columns, rows };
        }
        let (device, target) = self.opening.clone();
        ClientFrame::Open { device, target, columns, rows }
    }

    async fn follow(&mut self, mut socket: Socket) -> End {
        if send(&mut socket, &self.first_frame()).await.is_err() {
            return End::Broke { was_live: false };
        }
        let transport = Arc::clone(&self.transport);
        let ticks = stream::unfold(transport, |transport| async move {
            transport.sleep(PING_EVERY_MS).await;
            Some((Input::Tick, transport))
        });
        let Socket { incoming, outgoing } = socket;
        let mut socket = Socket { incoming: Box::pin(stream::empty()), outgoing };
        let incoming = incoming.map(Input::Frame).chain(stream::once(async { Input::Closed }));
        let mut rest = Box::pin(stream::select(incoming, ticks));
        let mut was_live = false;
        loop {
            let input = match select(rest.next(), self.inbox.next()).await {
                Either::Left((input, _)) => input.unwrap_or(Input::Closed),
                Either::Right((command, _)) => command.map_or(Input::PageGone, Input::Command),
            };
            let result = match input {
                Input::Frame(Frame::Text(text)) => {
                    was_live = true;
                    match serde_json::from_str::<ServerFrame>(&text) {
                        Ok(frame) => {
                            if self.receive(frame) {
                                return End::Over;
                            }
                            Ok(())
                        }
                        // A frame of a newer server that this page cannot read is skipped, not fatal.
                        Err(_) => Ok(()),
                    }
                }
                Input::Frame(Frame::Bytes(bytes)) => {
                    let fresh = self.progress.take(bytes);
                    if !fresh.is_empty() {
                        (self.tell)(TerminalEvent::Output(fresh));
                    }
                    Ok(())
                }
                Input::Command(command) => match self.obey(&mut socket, command).await {
                    Ok(true) => return End::Over,
                    Ok(false) => Ok(()),
                    Err(broken) => Err(broken),
                },
                Input::Tick => send(&mut socket, &ClientFrame::Ping { nonce: 0 }).await,
                Input::Closed => Err(NoAnswer),
                Input::PageGone => return End::Over,
            };
            if result.is_err() {
                return End::Broke { was_live };
            }
        }
    }

    /// True when this was the shell's last frame.
    fn receive(&mut self, frame: ServerFrame) -> bool {
        match frame {
            ServerFrame::Session { session, offset } => {
                let is_resumed = self.session.as_deref() == Some(session.as_str());
                if !is_resumed {
                    self.progress = Progress::default();
                }
                self.session = Some(session);
                let missed = self.progress.begin_at(offset);
                if is_resumed {
                    (self.tell)(TerminalEvent::Resumed);
                }
                if missed > 0 {
                    (self.tell)(TerminalEvent::Gap(missed));
                }
                false
            }
            ServerFrame::State { state } => {
                (self.tell)(TerminalEvent::State(state));
                false
            }
            ServerFrame::Exit { code, message } => {
                (self.tell)(TerminalEvent::Exit { code, message });
                true
            }
            ServerFrame::Refused { message } => {
                (self.tell)(TerminalEvent::Refused(message));
                true
            }
            ServerFrame::Pong { .. } => false,
        }
    }

    /// True when the page ended the shell.
    async fn obey(&mut self, socket: &mut Socket, command: Command) -> Result<bool, NoAnswer> {
        match command {
            Command::Input(bytes) => {
                for part in bytes.chunks(MAX_CLIENT_FRAME / 2) {
                    socket.outgoing.send(Frame::Bytes(part.to_vec())).await?;
                }
            }
            Command::Resize { columns, rows } => {
                self.size = (columns, rows);
                send(socket, &ClientFrame::Resize { columns, rows }).await?;
            }
            Command::Parsed(count) => {
                let received = self.progress.parsed(count);
                send(socket, &ClientFrame::Ack { received }).await?;
            }
            Command::RetryNow => {}
            Command::Close => {
                send(socket, &ClientFrame::Close).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

async fn send(socket: &mut Socket, frame: &ClientFrame) -> Result<(), NoAnswer> {
    let text = serde_json::to_string(frame).map_err(|_| NoAnswer)?;
    socket.outgoing.send(Frame::Text(text)).await
}
