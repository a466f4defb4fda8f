//! Lines that have come and wait to be written together.

use bytes::Bytes;
use store::clock::now_ms;
use store::logs::append::{Batch, Session};
use store::logs::block::write_line;
use wire::log_line::DeviceLogLine;

/// Lines of one moment, rendered.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    created_at: i64,
    text: Vec<u8>,
    pub(crate) lines: u64,
}

impl Pending {
    pub(crate) fn push(&mut self, line: &DeviceLogLine) {
        if self.text.is_empty() {
            self.created_at = now_ms();
        }
        write_line(&mut self.text, self.created_at, line);
        self.lines += 1;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The batch of these lines; begins anew.
    pub(crate) fn take(&mut self, device: i64, session: Option<Session>) -> Batch {
        let Self { created_at, text, .. } = std::mem::take(self);
        Batch { device, session, created_at, text: Bytes::from(text) }
    }
}

/// A line of ours among the device's.
pub(crate) fn warning(message: impl Into<String>) -> DeviceLogLine {
    DeviceLogLine { timestamp: now_ms(), message: message.into(), is_system: true, is_std_err: true, service_id: None }
}
