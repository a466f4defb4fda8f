//! Readers of one subscription whose past is being asked for: a few at a time, in the order in which they came.

use std::collections::{HashMap, VecDeque};

use tokio_util::task::AbortOnDropHandle;

use crate::live::logs::past::Past;

/// Requests of one subscription at a time.
const AT_ONCE: usize = 8;

/// Who asks, and who waits to.
#[derive(Default)]
pub(crate) struct Joins {
    waiting: VecDeque<Past>,
    asking: HashMap<u32, AbortOnDropHandle<()>>,
}

impl Joins {
    /// One more.
    pub(crate) fn add(&mut self, past: Past) {
        self.waiting.push_back(past);
        self.start();
    }

    /// This one has its past, or is followed no longer.
    pub(crate) fn end(&mut self, number: u32) {
        if self.asking.remove(&number).is_none() {
            self.waiting.retain(|past| past.number != number);
        }
        self.start();
    }

    fn start(&mut self) {
        while self.asking.len() < AT_ONCE
            && let Some(past) = self.waiting.pop_front()
        {
            let number = past.number;
            self.asking.insert(number, AbortOnDropHandle::new(tokio::spawn(past.read())));
        }
    }
}
