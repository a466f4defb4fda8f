//! A WebSocket as a pipe of bytes that notices when the other end is gone.

use std::io;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::io::{AsyncRead, AsyncWrite};
use futures_util::{Sink, Stream};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

use crate::frame::{Frame, Received};
use crate::limits::{DEAD_AFTER, PING_EVERY};

/// yamux writes a header and a body apart; what it writes between two flushes travels as one message, up to this.
const MAX_MESSAGE: usize = 32 * 1_024;

/// Bytes over a WebSocket's binary messages, with keepalive pings sent while it is read or waits to be written.
pub(crate) struct Socket<S, M> {
    inner: S,
    unread: Bytes,
    unsent: BytesMut,
    ping: Interval,
    ping_due: bool,
    flush_due: bool,
    heard: Instant,
    message: PhantomData<fn() -> M>,
}

impl<S, M> Socket<S, M> {
    pub(crate) fn new(inner: S) -> Self {
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            inner,
            unread: Bytes::new(),
            unsent: BytesMut::new(),
            ping,
            ping_due: false,
            flush_due: false,
            heard: Instant::now(),
            message: PhantomData,
        }
    }
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::other(error)
}

impl<S, M, E> Socket<S, M>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    M: Frame,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_keepalive(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        while self.ping.poll_tick(cx).is_ready() {
            if self.heard.elapsed() >= DEAD_AFTER {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "the other end of the device link fell silent"));
            }
            self.ping_due = true;
        }
        if self.ping_due && Pin::new(&mut self.inner).poll_ready(cx).map_err(other)?.is_ready() {
            Pin::new(&mut self.inner).start_send(M::ping()).map_err(other)?;
            self.ping_due = false;
            self.flush_due = true;
        }
        if self.flush_due && Pin::new(&mut self.inner).poll_flush(cx).map_err(other)?.is_ready() {
            self.flush_due = false;
        }
        Ok(())
    }

    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.unsent.is_empty() {
            ready!(Pin::new(&mut self.inner).poll_ready(cx)).map_err(other)?;
            let bytes = self.unsent.split().freeze();
            Pin::new(&mut self.inner).start_send(M::binary(bytes)).map_err(other)?;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S, M, E> AsyncRead for Socket<S, M>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    M: Frame,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut [u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        this.poll_keepalive(cx)?;
        while this.unread.is_empty() {
            match ready!(Pin::new(&mut this.inner).poll_next(cx)).transpose().map_err(other)?.map(Frame::received) {
                None | Some(Received::Close) => return Poll::Ready(Ok(0)),
                Some(Received::Binary(bytes)) => this.unread = bytes,
                Some(Received::Alive) => {}
                Some(Received::Text) => return Poll::Ready(Err(other("a text message on the device link"))),
            }
            this.heard = Instant::now();
        }
        let count = out.len().min(this.unread.len());
        out[..count].copy_from_slice(&this.unread.split_to(count));
        Poll::Ready(Ok(count))
    }
}

impl<S, M, E> AsyncWrite for Socket<S, M>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin,
    M: Frame,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.unsent.len() >= MAX_MESSAGE {
            // yamux does not read while an answer of its own waits to be written: silence has to be noticed here too.
            self.poll_keepalive(cx)?;
            ready!(self.poll_send(cx))?;
        }
        let count = bytes.len().min(MAX_MESSAGE);
        self.unsent.extend_from_slice(&bytes[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_keepalive(cx)?;
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.inner).poll_flush(cx).map_err(other)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.inner).poll_close(cx).map_err(other)
    }
}
