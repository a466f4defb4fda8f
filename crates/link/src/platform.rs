//! The platform's end: opens streams to ports of the device.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::{Sink, Stream};
use tokio::io::AsyncWriteExt;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use wire::link::{Answer, connect_line};

use crate::frame::Frame;
use crate::limits::{MAX_STREAMS, OPEN_WITHIN, yamux_config};
use crate::lines::read_line;
use crate::socket::Socket;
use crate::stream::LinkStream;

/// Why a port of the device could not be reached.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The device is no longer there.
    #[error("the device's link is closed: try again when the device is connected")]
    Closed,
    /// The device said no, and why.
    #[error("the device refused the connection: {0}")]
    Refused(String),
    /// The device did not say anything.
    #[error("the device did not answer within {} s", OPEN_WITHIN.as_secs())]
    TimedOut,
    /// All of the link's streams are taken.
    #[error("the device has {MAX_STREAMS} connections open: close one and try again")]
    Busy,
    /// The stream broke before the device had answered.
    #[error("the device's link broke: {0}")]
    Io(#[from] std::io::Error),
    /// The two ends do not speak the same link.
    #[error(transparent)]
    BadLine(#[from] wire::link::BadLine),
}

type Opened = oneshot::Sender<yamux::Stream>;

/// A handle on the link to one device; clones share it. The link ends when the last of them is dropped.
#[derive(Debug, Clone)]
pub struct Link {
    requests: mpsc::Sender<Opened>,
    slots: Arc<Semaphore>,
    close: CancellationToken,
    closed: CancellationToken,
}

/// What keeps the link going: [`LinkDriver::run`] has to be awaited or spawned.
pub struct LinkDriver<S, M> {
    connection: yamux::Connection<Socket<S, M>>,
    requests: mpsc::Receiver<Opened>,
    close: CancellationToken,
    closed: CancellationToken,
}

impl<S, M> fmt::Debug for LinkDriver<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkDriver").finish_non_exhaustive()
    }
}

impl<S, M> Drop for LinkDriver<S, M> {
    fn drop(&mut self) {
        self.closed.cancel();
    }
}

impl Link {
    /// Takes over an upgraded WebSocket: the handle, and the driver that has to be run.
    pub fn accept<S, M, E>(socket: S) -> (Self, LinkDriver<S, M>)
    where
        S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
        M: Frame,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (requests, receiver) = mpsc::channel(MAX_STREAMS);
        let (close, closed) = (CancellationToken::new(), CancellationToken::new());
        let connection = yamux::Connection::new(Socket::new(socket), yamux_config(), yamux::Mode::Client);
        let driver = LinkDriver { connection, requests: receiver, close: close.clone(), closed: closed.clone() };
        (Self { requests, slots: Arc::new(Semaphore::new(MAX_STREAMS)), close, closed }, driver)
    }

    /// Opens a connection to a port of the device, within 10 s.
    pub async fn open(&self, port: u16) -> Result<LinkStream, LinkError> {
        tokio::select! {
            biased;
            () = self.closed.cancelled() => Err(LinkError::Closed),
            opened = timeout(OPEN_WITHIN, self.open_untimed(port)) => opened.map_err(|_| LinkError::TimedOut)?,
        }
    }

    async fn open_untimed(&self, port: u16) -> Result<LinkStream, LinkError> {
        let slot = Arc::clone(&self.slots).try_acquire_owned().map_err(|_| LinkError::Busy)?;
        let (opened, stream) = oneshot::channel();
        self.requests.send(opened).await.map_err(|_| LinkError::Closed)?;
        let mut stream = LinkStream::new(stream.await.map_err(|_| LinkError::Closed)?, slot);
        stream.write_all(connect_line(port).as_bytes()).await?;
        stream.flush().await?;
        match Answer::parse(&read_line(&mut stream).await?)? {
            Answer::Ok => Ok(stream),
            Answer::Err(why) => Err(LinkError::Refused(why)),
        }
    }

    /// Whether the link has ended.
    pub fn is_closed(&self) -> bool {
        self.closed.is_cancelled()
    }

    /// Waits until the link has ended.
    pub async fn closed(&self) {
        self.closed.cancelled().await;
    }

    /// Ends the link, and every stream of it.
    pub fn close(&self) {
        self.close.cancel();
    }
}

impl<S, M, E> LinkDriver<S, M>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    M: Frame,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    /// Runs the link until either end closes it or the device falls silent.
    pub async fn run(mut self) {
        let close = self.close.clone();
        let mut waiting = None;
        tokio::select! {
            () = close.cancelled() => {}
            () = poll_fn(|cx| self.poll(cx, &mut waiting)) => {}
        }
        // A goodbye, if the device still listens.
        let goodbye = poll_fn(|cx| self.connection.poll_close(cx));
        drop(timeout(std::time::Duration::from_secs(1), goodbye).await);
    }

    fn poll(&mut self, cx: &mut Context<'_>, waiting: &mut Option<Opened>) -> Poll<()> {
        loop {
            if waiting.is_none() {
                match self.requests.poll_recv(cx) {
                    Poll::Ready(Some(request)) => *waiting = Some(request),
                    Poll::Ready(None) => return Poll::Ready(()),
                    Poll::Pending => {}
                }
            }
            if waiting.is_some() {
                match self.connection.poll_new_outbound(cx) {
                    Poll::Ready(Ok(stream)) => {
                        // Nobody waits any more: dropping the stream resets it.
                        drop(waiting.take().map(|opened| opened.send(stream)));
                        continue;
                    }
                    Poll::Ready(Err(error)) => return ended(&error),
                    Poll::Pending => {}
                }
            }
            match self.connection.poll_next_inbound(cx) {
                // Devices do not open streams; a dropped one is reset.
                Poll::Ready(Some(Ok(stream))) => drop(stream),
                Poll::Ready(Some(Err(error))) => return ended(&error),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

fn ended(error: &yamux::ConnectionError) -> Poll<()> {
    tracing::debug!(%error, "a device link ended");
    Poll::Ready(())
}
