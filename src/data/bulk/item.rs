//! One device of a job, and how far it is.

use model::device_uuid::DeviceUuid;

/// A device that is to be sent something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: i64,
    pub uuid: DeviceUuid,
    pub name: String,
    /// Update locks are ignored.
    pub force: bool,
    /// The tag or variable is there already: it is changed, not made.
    pub has_it: bool,
    pub state: ItemState,
}

/// How far one device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemState {
    Waiting,
    /// Asked, not answered yet.
    Sent,
    Done,
    /// The device refused because of an update lock; its words.
    Locked(String),
    /// Why not.
    Failed(String),
    /// It was not asked: the job was stopped before.
    Stopped,
}

impl ItemState {
    /// The word in the list and the export.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sent => "Asked",
            Self::Done => "Done",
            Self::Locked(_) => "Locked",
            Self::Failed(_) => "Failed",
            Self::Stopped => "Not asked",
        }
    }

    /// The device's or server's own words.
    pub fn why(&self) -> &str {
        match self {
            Self::Locked(why) | Self::Failed(why) => why,
            _ => "",
        }
    }

    /// Worth another try.
    pub const fn can_be_retried(&self) -> bool {
        matches!(self, Self::Locked(_) | Self::Failed(_) | Self::Stopped)
    }
}

/// How many are how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub waiting: usize,
    pub sent: usize,
    pub done: usize,
    pub locked: usize,
    pub failed: usize,
    pub stopped: usize,
}

impl Tally {
    /// Counts them.
    pub fn of(items: &[Item]) -> Self {
        let mut tally = Self::default();
        for item in items {
            *match item.state {
                ItemState::Waiting => &mut tally.waiting,
                ItemState::Sent => &mut tally.sent,
                ItemState::Done => &mut tally.done,
                ItemState::Locked(_) => &mut tally.locked,
                ItemState::Failed(_) => &mut tally.failed,
                ItemState::Stopped => &mut tally.stopped,
            } += 1;
        }
        tally
    }

    /// All of them.
    pub const fn total(&self) -> usize {
        self.waiting + self.sent + self.done + self.locked + self.failed + self.stopped
    }

    /// Answered, well or not.
    pub const fn answered(&self) -> usize {
        self.done + self.locked + self.failed
    }

    /// Those that did not go well.
    pub const fn troubled(&self) -> usize {
        self.locked + self.failed + self.stopped
    }
}
