//! One socket's hold on a terminal: what it still has to tell the page.

use std::sync::Arc;

use wire::terminal::{ServerFrame, State};

use crate::terminal::terminal_session::{Ending, TerminalSession};

/// What comes next for the page.
#[derive(Debug)]
pub(crate) enum Next {
    Frame(ServerFrame),
    Bytes(Vec<u8>),
    /// There is output, but little: it may wait a moment for more.
    Little,
    Nothing,
    /// The page has been told the end.
    Over,
    /// Another socket took the terminal.
    Replaced,
}

/// A socket's hold; letting go detaches.
#[derive(Debug)]
pub(crate) struct Attachment {
    pub(crate) terminal: Arc<TerminalSession>,
    number: u64,
    told: Option<State>,
    told_the_end: bool,
}

impl Attachment {
    /// Takes the terminal for a page that has `received` bytes; the first frame to send.
    pub(crate) fn new(terminal: Arc<TerminalSession>, received: u64) -> (Self, ServerFrame) {
        let (number, offset) = terminal.attach(received);
        let frame = ServerFrame::Session { session: terminal.id.clone(), offset };
        (Self { terminal, number, told: None, told_the_end: false }, frame)
    }

    /// What to send next, bytes up to `most`. Fewer than that wait unless `now`.
    pub(crate) fn next(&mut self, most: usize, now: bool) -> Next {
        let mut progress = self.terminal.progress();
        if progress.attachment != self.number {
            return Next::Replaced;
        }
        if self.told_the_end {
            return Next::Over;
        }
        let state = progress.state;
        if progress.ending.is_none() && self.told != Some(state) {
            self.told = Some(state);
            return Next::Frame(ServerFrame::State { state });
        }
        let sendable = progress.output.sendable();
        if sendable > 0 {
            return if now || sendable >= most as u64 { Next::Bytes(progress.output.take(most)) } else { Next::Little };
        }
        match &progress.ending {
            Some(ending) if progress.output.is_drained() => {
                self.told_the_end = true;
                Next::Frame(match ending.clone() {
                    Ending::Exit { code, message } => ServerFrame::Exit { code, message },
                    Ending::Refused { message } => ServerFrame::Refused { message },
                })
            }
            _ => Next::Nothing,
        }
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.terminal.detach(self.number);
    }
}
