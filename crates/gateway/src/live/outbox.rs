//! The way to one page: bounded queues, so that what feeds a slow page waits.

use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc;
use wire::live::ServerFrame;

/// Frames that may wait for a page.
const WAITING: usize = 16;
/// Frames of logs that may: they are large, and what is not yet in one costs nothing.
const LOGS_WAITING: usize = 2;

/// The page has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

/// Where subscriptions put their frames.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    frames: mpsc::Sender<ServerFrame>,
    logs: mpsc::Sender<Utf8Bytes>,
}

/// What waits for the page.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) frames: mpsc::Receiver<ServerFrame>,
    pub(crate) logs: mpsc::Receiver<Utf8Bytes>,
}

/// Room for a frame of logs.
#[derive(Debug)]
pub(crate) struct Room<'a>(mpsc::Permit<'a, Utf8Bytes>);

impl Room<'_> {
    /// Puts a frame that is JSON already.
    pub(crate) fn send(self, text: String) {
        self.0.send(text.into());
    }
}

impl Outbox {
    /// The queues and their other end.
    pub(crate) fn new() -> (Self, Waiting) {
        let (frames, waiting_frames) = mpsc::channel(WAITING);
        let (logs, waiting_logs) = mpsc::channel(LOGS_WAITING);
        (Self { frames, logs }, Waiting { frames: waiting_frames, logs: waiting_logs })
    }

    /// Puts a frame; waits while the page is slow.
    pub(crate) async fn put(&self, frame: ServerFrame) -> Result<(), Gone> {
        self.frames.send(frame).await.map_err(|_| Gone)
    }

    /// Waits until a frame of logs may be made.
    pub(crate) async fn reserve(&self) -> Result<Room<'_>, Gone> {
        self.logs.reserve().await.map(Room).map_err(|_| Gone)
    }
}
