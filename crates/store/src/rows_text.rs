//! An answer's text on its way out: whole when it is small, in parts while the rows are still being read when it is not.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::budget::Budget;
use crate::compile::Sink;
use crate::error::StoreError;

/// Beyond so many bytes an answer goes out in parts (docs/adr/0022).
const WHOLE: usize = 1024 * 1024;
/// So many bytes are a part.
const PART: usize = 64 * 1024;
/// So many parts wait for a slow reader.
const WAITING: usize = 4;
/// So long a reader may take for one part before it is given up: it holds a moment of the database open.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a GET answers: JSON text.
#[derive(Debug)]
pub enum RowsText {
    Whole(Vec<u8>),
    /// It comes in parts; an error means the rest does not come.
    Parts(mpsc::Receiver<Result<Vec<u8>, StoreError>>),
}

/// Collects the text, and begins to send it when it becomes long.
#[derive(Debug)]
pub(crate) struct Outlet {
    buffer: Vec<u8>,
    budget: Budget,
    runtime: Handle,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Collecting(oneshot::Sender<Result<RowsText, StoreError>>),
    Sending(mpsc::Sender<Result<Vec<u8>, StoreError>>),
    /// Nobody wants it any more.
    Gone,
}

impl Outlet {
    pub(crate) const fn new(
        answer: oneshot::Sender<Result<RowsText, StoreError>>,
        budget: Budget,
        runtime: Handle,
    ) -> Self {
        Self { buffer: Vec::new(), budget, runtime, way: Way::Collecting(answer) }
    }

    /// Answers with the outcome: the text if it was collected, what is left of it if it was sent.
    pub(crate) fn end(mut self, outcome: Result<(), StoreError>) {
        let buffer = std::mem::take(&mut self.buffer);
        match self.way {
            Way::Collecting(answer) => {
                let _ = answer.send(outcome.map(|()| RowsText::Whole(buffer)));
            }
            Way::Sending(parts) => {
                let _ = self.runtime.block_on(parts.send_timeout(outcome.map(|()| buffer), PATIENCE));
            }
            Way::Gone => {}
        }
    }

    fn send(&mut self) -> Result<(), StoreError> {
        let part = std::mem::replace(&mut self.buffer, Vec::with_capacity(PART + PART / 8));
        let sent = match std::mem::replace(&mut self.way, Way::Gone) {
            Way::Collecting(answer) => {
                let (parts, waiting) = mpsc::channel(WAITING);
                let is_wanted = answer.send(Ok(RowsText::Parts(waiting))).is_ok();
                is_wanted.then_some(parts)
            }
            Way::Sending(parts) => Some(parts),
            Way::Gone => None,
        };
        let Some(parts) = sent else { return Err(StoreError::Closed) };
        self.runtime.block_on(parts.send_timeout(Ok(part), PATIENCE)).map_err(|_| StoreError::Closed)?;
        self.way = Way::Sending(parts);
        self.budget.renew();
        Ok(())
    }
}

impl Sink for Outlet {
    fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    fn row_done(&mut self) -> Result<(), StoreError> {
        let enough = if matches!(self.way, Way::Collecting(_)) { WHOLE } else { PART };
        if self.buffer.len() < enough { Ok(()) } else { self.send() }
    }
}
