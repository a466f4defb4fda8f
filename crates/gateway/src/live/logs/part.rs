//! What one device puts into a frame: parts, each begun when there is something to put into it.

use model::device_uuid::DeviceUuid;
use wire::live::LogMissed;
use wire::log_position::Missed;
use wire::logs_frame::LogsFrame;

/// A device's turn in a frame.
pub(crate) struct Part<'a> {
    pub(crate) frame: &'a mut LogsFrame,
    pub(crate) device: &'a DeviceUuid,
    pub(crate) is_open: bool,
    /// Before what comes next.
    pub(crate) missed: Missed,
}

impl<'a> Part<'a> {
    /// Nothing yet, after lines that are gone, if any.
    pub(crate) fn of(device: &'a DeviceUuid, frame: &'a mut LogsFrame, missed: Missed) -> Self {
        Self { frame, device, is_open: false, missed }
    }

    /// Lines before the next are gone.
    pub(crate) fn miss(&mut self, missed: Missed) {
        self.missed = self.missed.and(missed);
    }

    /// A line, as it is sent.
    pub(crate) fn line(&mut self, json: &[u8]) {
        if !self.is_open || self.missed != Missed::None {
            self.open();
        }
        self.frame.add(json, 1);
    }

    /// Begins a part, ending the one before.
    pub(crate) fn open(&mut self) {
        self.close();
        let missed = std::mem::replace(&mut self.missed, Missed::None);
        self.frame.begin(self.device, LogMissed::of(missed));
        self.is_open = true;
    }

    /// Ends the part with nothing more to say.
    pub(crate) fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.frame.end(None, None, None);
        }
    }
}
