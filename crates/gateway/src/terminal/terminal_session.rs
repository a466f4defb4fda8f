//! One terminal as its three sides share it: the shell's driver, the page's socket, the registry.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::device_uuid::DeviceUuid;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use wire::terminal::{State, Target};

use crate::session::user_session::UserSession;
use crate::terminal::input::Typist;
use crate::terminal::output::Output;
use crate::terminal::size::Size;

/// How a terminal ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Exit { code: Option<u32>, message: String },
    Refused { message: String },
}

/// What changes over a terminal's life.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) output: Output,
    pub(crate) state: State,
    pub(crate) ending: Option<Ending>,
    pub(crate) size: Size,
    /// Rises with each socket; a socket with an older number has been replaced.
    pub(crate) attachment: u64,
    pub(crate) detached_at: Option<Instant>,
    pub(crate) used_at: Instant,
}

/// A terminal.
#[derive(Debug)]
pub(crate) struct TerminalSession {
    /// 128 bits; the page resumes by it.
    pub(crate) id: String,
    pub(crate) owner: UserSession,
    pub(crate) device: DeviceUuid,
    pub(crate) target: Target,
    pub(crate) began: Instant,
    pub(crate) input: Typist,
    /// Ends the shell.
    pub(crate) cancel: CancellationToken,
    progress: Mutex<Progress>,
    /// Something for the socket to look at.
    to_page: watch::Sender<()>,
    /// Something for the driver to look at.
    to_shell: watch::Sender<()>,
}

impl TerminalSession {
    /// A terminal that connects.
    pub(crate) fn new(
        id: String,
        owner: UserSession,
        device: DeviceUuid,
        target: Target,
        size: Size,
        input: Typist,
        cancel: CancellationToken,
    ) -> Self {
        let now = Instant::now();
        let progress = Progress {
            output: Output::new(),
            state: State::Connecting,
            ending: None,
            size,
            attachment: 0,
            detached_at: Some(now),
            used_at: now,
        };
        Self {
            id,
            owner,
            device,
            target,
            began: now,
            input,
            cancel,
            progress: Mutex::new(progress),
            to_page: watch::Sender::new(()),
            to_shell: watch::Sender::new(()),
        }
    }

    /// Held for a moment only, never over an await.
    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes when there is output, a state or an ending.
    pub(crate) fn watch_for_page(&self) -> watch::Receiver<()> {
        self.to_page.subscribe()
    }

    /// Wakes when the page has acknowledged.
    pub(crate) fn watch_for_shell(&self) -> watch::Receiver<()> {
        self.to_shell.subscribe()
    }

    /// Output from the shell.
    pub(crate) fn push(&self, bytes: &[u8]) {
        let mut progress = self.progress();
        progress.output.push(bytes);
        progress.used_at = Instant::now();
        drop(progress);
        self.to_page.send_replace(());
    }

    /// A new state.
    pub(crate) fn set_state(&self, state: State) {
        self.progress().state = state;
        self.to_page.send_replace(());
    }

    /// The end; the first one counts.
    pub(crate) fn end(&self, ending: Ending) {
        self.progress().ending.get_or_insert(ending);
        self.to_page.send_replace(());
    }

    /// The page has parsed so much.
    pub(crate) fn acknowledge(&self, received: u64) {
        self.progress().output.acknowledge(received);
        self.to_page.send_replace(());
        self.to_shell.send_replace(());
    }

    /// A socket takes the terminal, which has `received` bytes: its number, and the offset it goes on from.
    pub(crate) fn attach(&self, received: u64) -> (u64, u64) {
        let mut progress = self.progress();
        progress.attachment += 1;
        progress.detached_at = None;
        let attached = (progress.attachment, progress.output.resume(received));
        drop(progress);
        self.to_page.send_replace(());
        self.to_shell.send_replace(());
        attached
    }

    /// The socket with this number has gone.
    pub(crate) fn detach(&self, attachment: u64) {
        let mut progress = self.progress();
        if progress.attachment == attachment {
            progress.detached_at = Some(Instant::now());
        }
    }

    /// Why the terminal's time is over, if it is.
    pub(crate) fn is_over(&self, now: Instant, limits: Limits) -> Option<&'static str> {
        let progress = self.progress();
        if progress.detached_at.is_some_and(|at| now.duration_since(at) > limits.detached) {
            Some("The page did not come back.")
        } else if now.duration_since(progress.used_at) > limits.idle {
            Some("Nothing was typed or written for an hour.")
        } else if now.duration_since(self.began) > limits.absolute {
            Some("A terminal lasts at most twelve hours.")
        } else {
            None
        }
    }
}

/// How long terminals last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) detached: Duration,
    pub(crate) idle: Duration,
    pub(crate) absolute: Duration,
}
