//! Keeps the live socket open: opens, resumes, notices silence, waits and tries again.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::{Either, select};
use futures_util::{FutureExt, SinkExt, StreamExt, stream};
use model::device_uuid::DeviceUuid;
use wire::live::{ClientFrame, LogDevice, ServerFrame, Topic};

use super::event::{Link, LiveEvent};
use super::subscriptions::Subscriptions;
use crate::backoff;
use crate::transport::{Frame, Socket, Transport};

/// The path of the socket.
const PATH: &str = "/live";
/// After so long without a frame the page asks whether anybody is there; twice so long is silence. In milliseconds.
const PING_EVERY_MS: u32 = 15_000;

#[derive(Debug)]
enum Command {
    Frame(ClientFrame),
    RetryNow,
}

/// The page's end. Cheap to clone; the socket closes when the last one is gone.
#[derive(Debug, Clone)]
pub struct Live {
    commands: UnboundedSender<Command>,
    subscriptions: Rc<RefCell<Subscriptions>>,
}

impl Live {
    /// The page's end and the work to spawn; `tell` hears what happens.
    pub fn new(
        transport: Arc<dyn Transport>,
        tell: impl FnMut(LiveEvent) + 'static,
    ) -> (Self, impl Future<Output = ()> + 'static) {
        let (commands, inbox) = unbounded();
        let subscriptions = Rc::new(RefCell::new(Subscriptions::default()));
        let work = Work { transport, subscriptions: Rc::clone(&subscriptions), inbox, tell: Box::new(tell) };
        (Self { commands, subscriptions }, work.run())
    }

    /// Begins a subscription; its events carry the id.
    pub fn subscribe(&self, topic: Topic) -> u32 {
        let (id, frame) = self.subscriptions.borrow_mut().add(topic);
        let _ = self.commands.unbounded_send(Command::Frame(frame));
        id
    }

    /// Ends it.
    pub fn unsubscribe(&self, id: u32) {
        let frame = self.subscriptions.borrow_mut().remove(id);
        let _ = self.commands.unbounded_send(Command::Frame(frame));
    }

    /// Follows these devices' logs in a subscription to [`Topic::Logs`]. One that is followed stays as it is.
    pub fn follow(&self, id: u32, devices: Vec<impl Into<LogDevice>>) {
        let devices = devices.into_iter().map(Into::into).collect();
        let frames = self.subscriptions.borrow_mut().follow(id, devices);
        self.send(frames);
    }

    /// Follows them no longer.
    #[expect(clippy::needless_pass_by_value, reason = "as `follow` takes them")]
    pub fn unfollow(&self, id: u32, devices: Vec<DeviceUuid>) {
        let frames = self.subscriptions.borrow_mut().unfollow(id, &devices);
        self.send(frames);
    }

    fn send(&self, frames: Vec<ClientFrame>) {
        for frame in frames {
            let _ = self.commands.unbounded_send(Command::Frame(frame));
        }
    }

    /// Does not wait for the next try.
    pub fn retry_now(&self) {
        let _ = self.commands.unbounded_send(Command::RetryNow);
    }
}

struct Work {
    transport: Arc<dyn Transport>,
    subscriptions: Rc<RefCell<Subscriptions>>,
    inbox: UnboundedReceiver<Command>,
    tell: Box<dyn FnMut(LiveEvent)>,
}

/// Why a socket is no longer used.
enum End {
    /// It broke; it had brought frames or not.
    Broke { was_live: bool },
    /// Nobody holds a [`Live`] any more.
    PageGone,
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
        (self.tell)(LiveEvent::Link(Link::Connecting));
        loop {
            let end = match self.transport.open(PATH) {
                Ok(socket) => self.follow(socket).await,
                Err(_) => End::Broke { was_live: false },
            };
            match end {
                End::PageGone => return,
                End::Broke { was_live: true } => attempt = 0,
                End::Broke { was_live: false } => attempt += 1,
            }
            let wait = backoff::wait_ms(attempt, self.transport.random());
            (self.tell)(LiveEvent::Link(Link::Lost { retry_in_ms: wait }));
            if !self.wait(wait).await {
                return;
            }
        }
    }

    /// Waits for the time or for the person; false when nobody holds a [`Live`] any more.
    async fn wait(&mut self, millis: u32) -> bool {
        let mut sleep = self.transport.sleep(millis);
        loop {
            match select(sleep, self.inbox.next()).await {
                Either::Left(_) | Either::Right((Some(Command::RetryNow), _)) => return true,
                Either::Right((None, _)) => return false,
                // What is subscribed meanwhile is in the list that the next socket is told.
                Either::Right((Some(Command::Frame(_)), rest)) => sleep = rest,
            }
        }
    }

    async fn follow(&mut self, mut socket: Socket) -> End {
        while let Some(Some(_)) = self.inbox.next().now_or_never() {}
        let mut first = vec![ClientFrame::Ping];
        first.extend(self.subscriptions.borrow_mut().resume());
        for frame in &first {
            if send(&mut socket, frame).await.is_err() {
                return End::Broke { was_live: false };
            }
        }
        let transport = Arc::clone(&self.transport);
        let ticks = stream::unfold(transport, |transport| async move {
            transport.sleep(PING_EVERY_MS).await;
            Some((Input::Tick, transport))
        });
        let incoming = socket.incoming.by_ref().map(Input::Frame).chain(stream::once(async { Input::Closed }));
        let commands = self.inbox.by_ref().map(Input::Command).chain(stream::once(async { Input::PageGone }));
        let mut inputs = Box::pin(stream::select(stream::select(incoming, commands), ticks));
        let (mut was_live, mut is_silent) = (false, false);
        while let Some(input) = inputs.next().await {
            let outgoing = match input {
                Input::Frame(Frame::Text(text)) => {
                    is_silent = false;
                    if !was_live {
                        was_live = true;
                        (self.tell)(LiveEvent::Link(Link::Live));
                    }
                    // A frame of a newer server that this page cannot read is skipped, not fatal.
                    if let Ok(frame) = serde_json::from_str::<ServerFrame>(&text)
                        && let Some((id, event)) = receive(&self.subscriptions, frame)
                    {
                        (self.tell)(LiveEvent::Topic { id, event });
                    }
                    continue;
                }
                Input::Frame(Frame::Bytes(_)) | Input::Command(Command::RetryNow) => continue,
                Input::Command(Command::Frame(frame)) => frame,
                Input::Tick if is_silent => return End::Broke { was_live },
                Input::Tick => {
                    is_silent = true;
                    ClientFrame::Ping
                }
                Input::Closed => return End::Broke { was_live },
                Input::PageGone => return End::PageGone,
            };
            let Ok(text) = serde_json::to_string(&outgoing) else { continue };
            if socket.outgoing.send(Frame::Text(text)).await.is_err() {
                return End::Broke { was_live };
            }
        }
        End::Broke { was_live }
    }
}

/// Kept apart so that the list is not borrowed while the page is told.
fn receive(subscriptions: &RefCell<Subscriptions>, frame: ServerFrame) -> Option<(u32, super::event::TopicEvent)> {
    subscriptions.borrow_mut().receive(frame)
}

async fn send(socket: &mut Socket, frame: &ClientFrame) -> Result<(), crate::transport::NoAnswer> {
    let text = serde_json::to_string(frame).map_err(|_| crate::transport::NoAnswer)?;
    socket.outgoing.send(Frame::Text(text)).await
}
