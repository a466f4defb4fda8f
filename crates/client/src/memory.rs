//! A transport that answers from a script: what tests on the host speak to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::LocalBoxFuture;
use futures_util::sink::SinkExt;

use crate::transport::{Frame, NoAnswer, Request, Response, Socket, Transport};

/// The server's end of a scripted socket.
#[derive(Debug)]
pub struct FarEnd {
    /// What the page sends.
    pub from_page: UnboundedReceiver<Frame>,
    /// What the page receives; dropping it closes the socket.
    pub to_page: UnboundedSender<Frame>,
}

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Result<Response, NoAnswer>>,
    asked: Vec<Request>,
    sockets: VecDeque<(UnboundedSender<Frame>, UnboundedReceiver<Frame>)>,
    opened: Vec<String>,
    slept: Vec<u32>,
}

/// Answers in the order they were given, and sleeps for no time.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Script>>);

impl Memory {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next call is answered so.
    pub fn answer(&self, status: u16, body: &str) {
        self.script().answers.push_back(Ok(Response { status, body: body.as_bytes().to_vec() }));
    }

    /// The next socket that is opened ends here.
    pub fn expect_socket(&self) -> FarEnd {
        let (page_out, from_page) = unbounded();
        let (to_page, page_in) = unbounded();
        self.script().sockets.push_back((page_out, page_in));
        FarEnd { from_page, to_page }
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.script().asked.clone()
    }

    /// The paths of the sockets opened so far.
    pub fn opened(&self) -> Vec<String> {
        self.script().opened.clone()
    }

    /// How long was slept each time, in milliseconds.
    pub fn slept(&self) -> Vec<u32> {
        self.script().slept.clone()
    }
}

impl Transport for Memory {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        let mut script = self.script();
        script.asked.push(request);
        let answer = script.answers.pop_front().unwrap_or(Err(NoAnswer));
        Box::pin(std::future::ready(answer))
    }

    fn open(&self, path: &str) -> Result<Socket, NoAnswer> {
        let mut script = self.script();
        script.opened.push(path.to_owned());
        let (page_out, page_in) = script.sockets.pop_front().ok_or(NoAnswer)?;
        Ok(Socket { outgoing: Box::pin(page_out.sink_map_err(|_| NoAnswer)), incoming: Box::pin(page_in) })
    }

    /// Short sleeps end at once; the long ones (silence, pings) never do.
    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        self.script().slept.push(millis);
        if millis > crate::backoff::LONGEST_MS { Box::pin(std::future::pending()) } else { Box::pin(async {}) }
    }

    fn random(&self) -> f64 {
        0.5
    }
}
