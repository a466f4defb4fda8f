//! One job: what it is about, where it stands, and how it is stopped.

use leptos::prelude::*;
use model::bulk::action::BulkAction;

use super::item::{Item, ItemState, Tally};

/// One statement names so many rows: its address stays well under what servers take.
pub const MOST_BY_ID: usize = 200;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Running,
    /// The connection is lost; it goes on when it is back.
    Paused,
    Stopped,
    Done,
}

/// One action on many devices. Cheap to clone; all clones are the same job.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: u64,
    pub action: BulkAction,
    pub fleet: i64,
    pub(super) items: ArcRwSignal<Vec<Item>>,
    pub(super) state: ArcRwSignal<JobState>,
}

impl Job {
    /// Where it stands, reactively.
    pub fn state(&self) -> JobState {
        self.state.get()
    }

    /// How many are how far, reactively.
    pub fn tally(&self) -> Tally {
        self.items.with(|items| Tally::of(items))
    }

    /// The devices, reactively.
    pub fn with_items<O>(&self, read: impl FnOnce(&[Item]) -> O) -> O {
        self.items.with(|items| read(items))
    }

    /// Asks nobody any more; who was asked already is waited for.
    pub fn stop(&self) {
        if matches!(self.state.get_untracked(), JobState::Running | JobState::Paused) {
            self.state.set(JobState::Stopped);
            self.items.update(|items| {
                for item in items.iter_mut().filter(|item| item.state == ItemState::Waiting) {
                    item.state = ItemState::Stopped;
                }
            });
        }
    }

    /// Nothing of it is under way.
    pub fn has_ended(&self) -> bool {
        let is_over = matches!(self.state.get_untracked(), JobState::Stopped | JobState::Done);
        is_over && self.items.with_untracked(|items| items.iter().all(|item| item.state != ItemState::Sent))
    }
}
