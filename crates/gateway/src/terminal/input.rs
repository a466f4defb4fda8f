//! What is typed, on its way to the shell: bounded by bytes, and never in the way of acknowledgements.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::terminal::size::Size;

/// A paste of this size may wait for a shell that is busy.
const MAX_WAITING: usize = 4 * 1_024 * 1_024;
/// What a message costs beyond its bytes.
const OVERHEAD: usize = 64;

/// From the page to the shell.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Bytes(Bytes),
    Resize(Size),
}

impl Input {
    fn cost(&self) -> usize {
        OVERHEAD
            + match self {
                Self::Bytes(bytes) => bytes.len(),
                Self::Resize(_) => 0,
            }
    }
}

/// The page's end.
#[derive(Debug, Clone)]
pub(crate) struct Typist {
    queue: mpsc::UnboundedSender<Input>,
    waiting: Arc<AtomicUsize>,
}

/// The shell's end.
#[derive(Debug)]
pub(crate) struct Typed {
    queue: mpsc::UnboundedReceiver<Input>,
    waiting: Arc<AtomicUsize>,
}

/// A queue and its two ends.
pub(crate) fn queue() -> (Typist, Typed) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    (Typist { queue: sender, waiting: Arc::clone(&waiting) }, Typed { queue: receiver, waiting })
}

impl Typist {
    /// Whether there was room. It never waits: the acknowledgements that let the shell go on come by the same socket.
    pub(crate) fn put(&self, input: Input) -> bool {
        let cost = input.cost();
        if self.waiting.fetch_add(cost, Ordering::Relaxed) + cost > MAX_WAITING {
            self.waiting.fetch_sub(cost, Ordering::Relaxed);
            return false;
        }
        if self.queue.send(input).is_err() {
            // The shell has ended; the page is being told.
            self.waiting.fetch_sub(cost, Ordering::Relaxed);
        }
        true
    }
}

impl Typed {
    /// The next input.
    pub(crate) async fn next(&mut self) -> Option<Input> {
        let input = self.queue.recv().await?;
        self.waiting.fetch_sub(input.cost(), Ordering::Relaxed);
        Some(input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_waits_is_bounded_by_bytes() {
        let (typist, mut typed) = queue();
        let chunk = || Input::Bytes(vec![b'x'; 60_000].into());
        let taken = (0..1_000).take_while(|_| typist.put(chunk())).count();
        assert_eq!(taken, MAX_WAITING / (60_000 + OVERHEAD));
        assert!(typed.next().await.is_some());
        assert!(typist.put(chunk()) && !typist.put(chunk()));
    }
}
