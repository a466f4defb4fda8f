//! What calls and sockets go over: the browser's fetch and WebSocket, or a script in tests.

use std::fmt::Debug;
use std::pin::Pin;

use futures_util::future::LocalBoxFuture;
use futures_util::{Sink, Stream};
use wire::endpoint::Method;

/// A request to the page's own origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    /// Path and query, as they stand in the URL.
    pub path: String,
    /// JSON, if anything is sent.
    pub body: Option<String>,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub body: Vec<u8>,
}

/// No answer came: the network, the server or the browser refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer: check the connection and try again")]
pub struct NoAnswer;

/// A frame of a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Text(String),
    Bytes(Vec<u8>),
}

/// Both ways of an open socket. The first send completes when the socket is open; the stream ends when it closes.
pub struct Socket {
    pub outgoing: Pin<Box<dyn Sink<Frame, Error = NoAnswer>>>,
    pub incoming: Pin<Box<dyn Stream<Item = Frame>>>,
}

impl Debug for Socket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}

/// The way to the gateway, and the clock that retries are measured by.
pub trait Transport: Debug + Send + Sync {
    /// Sends a request; dropping the future aborts it.
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, NoAnswer>>;

    /// Posts a form, whose files never pass through the page's memory. Only a browser can.
    fn send_form(
        &self,
        _path: String,
        _form: web_sys::FormData,
    ) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        Box::pin(std::future::ready(Err(NoAnswer)))
    }

    /// Opens a socket at a path of the page's origin.
    fn open(&self, path: &str) -> Result<Socket, NoAnswer>;

    /// Ends after so many milliseconds.
    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()>;

    /// From 0 up to 1, different each time.
    fn random(&self) -> f64;
}
