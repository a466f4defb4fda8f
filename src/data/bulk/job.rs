//! Jobs: started by a page, run to their end whatever page shows, stopped and retried by who looks at them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::bulk::action::BulkAction;

use super::item::{Item, ItemState, Tally};
use super::queue;
use crate::data::hub::{Hub, use_hub};

/// So many jobs are kept to look at.
const KEPT: usize = 20;

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

/// The jobs of this window. Copy; lives as long as the frame.
#[derive(Debug, Clone, Copy)]
pub struct Jobs {
    hub: Hub,
    list: RwSignal<Vec<Job>>,
    shown: RwSignal<Option<u64>>,
    last_id: StoredValue<u64>,
}

/// No job yet; once, by the frame of a signed-in person.
pub fn provide_jobs() {
    provide_context(Jobs::new());
}

/// The jobs of the frame one is in.
pub fn use_jobs() -> Jobs {
    use_context().unwrap_or_else(Jobs::new)
}

impl Jobs {
    fn new() -> Self {
        Self {
            hub: use_hub(),
            list: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            last_id: StoredValue::new(0),
        }
    }

    /// Starts one, and shows it.
    pub fn start(self, action: BulkAction, fleet: i64, items: Vec<Item>) {
        let id = self.last_id.try_update_value(|id| {
            *id += 1;
            *id
        });
        let job = Job {
            id: id.unwrap_or_default(),
            action,
            fleet,
            items: ArcRwSignal::new(items),
            state: ArcRwSignal::new(JobState::Running),
        };
        let _ = self.list.try_update(|list| {
            list.push(job.clone());
            let surplus = list.len().saturating_sub(KEPT);
            list.drain(..surplus);
        });
        let _ = self.shown.try_set(Some(job.id));
        self.run(job);
    }

    /// All of them, the newest last.
    pub fn list(self) -> Signal<Vec<Job>> {
        self.list.into()
    }

    /// The one that is looked at.
    pub fn shown(self) -> Signal<Option<Job>> {
        Signal::derive(move || {
            let id = self.shown.get()?;
            self.list.with(|list| list.iter().find(|job| job.id == id).cloned())
        })
    }

    /// Looks at one, or at none.
    pub fn show(self, id: Option<u64>) {
        self.shown.set(id);
    }

    /// Forgets one that has ended.
    pub fn forget(self, id: u64) {
        self.list.update(|list| list.retain(|job| job.id != id || !job.has_ended()));
    }

    /// Those that failed, were locked or not asked are asked again, with force where that is wished.
    pub fn retry(self, job: &Job, force: bool) {
        if !job.has_ended() {
            return;
        }
        job.items.update(|items| {
            for item in items.iter_mut().filter(|item| item.state.can_be_retried()) {
                item.force |= force;
                item.state = ItemState::Waiting;
            }
        });
        job.state.set(JobState::Running);
        self.run(job.clone());
    }

    fn run(self, job: Job) {
        let hub = self.hub;
        spawn_local(async move { queue::run(hub, &job).await });
    }
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
