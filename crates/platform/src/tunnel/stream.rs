//! One tunnel as its holder sees it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::reach::stream::DeviceStream;
use crate::tunnel::open::Opened;

/// A pipe of bytes to a port of a device. Shutting it down ends this half; dropping it ends both; it breaks when the
/// right to it ends.
pub struct TunnelStream {
    stream: DeviceStream,
    /// None when the right has ended.
    ended: Option<BoxFuture<'static, ()>>,
}

impl std::fmt::Debug for TunnelStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TunnelStream").field("is_open", &self.ended.is_some()).finish_non_exhaustive()
    }
}

impl TunnelStream {
    pub(crate) fn new(opened: Opened) -> Self {
        Self { stream: opened.stream, ended: Some(opened.standing.ended().boxed()) }
    }

    /// # Errors
    /// `ConnectionAborted` from when the right to the tunnel has ended. Otherwise the task is woken when it does.
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if self.ended.as_mut().is_some_and(|ended| ended.poll_unpin(cx).is_pending()) {
            return Ok(());
        }
        self.ended = None;
        Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the right to this connection was taken back"))
    }
}

impl AsyncRead for TunnelStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, out)
    }
}

impl AsyncWrite for TunnelStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.ended.is_none() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
