//! The way to one page: a bounded queue, so that what feeds a slow page waits.

use tokio::sync::mpsc;
use wire::live::ServerFrame;

/// Frames that may wait for a page. A log frame is at most 500 lines.
const WAITING: usize = 16;

/// The page has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

/// Where subscriptions put their frames.
#[derive(Debug, Clone)]
pub(crate) struct Outbox(mpsc::Sender<ServerFrame>);

impl Outbox {
    /// The queue and its other end.
    pub(crate) fn new() -> (Self, mpsc::Receiver<ServerFrame>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }

    /// Puts a frame; waits while the page is slow.
    pub(crate) async fn put(&self, frame: ServerFrame) -> Result<(), Gone> {
        self.0.send(frame).await.map_err(|_| Gone)
    }
}
