//! Jobs: started by a page, run to their end whatever page shows, retried by who looks at them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::bulk::action::BulkAction;

use super::item::{Item, ItemState};
use super::job::{Job, JobState};
use super::queue;
use crate::data::hub::{Hub, use_hub};

/// So many jobs are kept to look at.
const KEPT: usize = 20;

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
