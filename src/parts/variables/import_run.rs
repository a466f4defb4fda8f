//! Doing the steps of a plan one after the other: how far, what failed, stopping and trying the failed again.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::variable_plan::{Act, Plan, Step};
use model::variable_write::{Answer, Write};

use super::desk::Desk;

/// How far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// The writes, in order; frozen when it began.
    pub(super) steps: Vec<Step>,
    /// How many have been tried.
    pub(super) tried: usize,
    /// Why, by the step's place.
    pub(super) failed: BTreeMap<usize, String>,
    pub(super) is_running: bool,
    is_stopping: bool,
}

impl Run {
    pub(super) fn done(&self) -> usize {
        self.tried - self.failed.len()
    }

    pub(super) fn is_over(&self) -> bool {
        !self.is_running && self.tried == self.steps.len() && !self.steps.is_empty()
    }
}

/// The run of an import. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runner {
    desk: Desk,
    pub(super) run: RwSignal<Run>,
}

impl Runner {
    pub(super) fn new(desk: Desk) -> Self {
        Self { desk, run: RwSignal::new(Run::default()) }
    }

    /// Begins with the writes of a plan.
    pub(super) fn start(self, plan: &Plan) {
        let steps: Vec<Step> = plan.steps.iter().filter(|step| step.act != Act::Leave).cloned().collect();
        self.run.set(Run { steps, is_running: true, ..Run::default() });
        self.next();
    }

    /// What is under way ends; nothing more is begun.
    pub(super) fn stop(self) {
        self.run.update(|run| run.is_stopping = true);
    }

    /// Goes on with what was not tried, and tries the failed again.
    pub(super) fn again(self) {
        self.run.update(|run| {
            let failed = std::mem::take(&mut run.failed);
            let left = run.steps.iter().enumerate();
            let left = left.filter(|(at, _)| *at >= run.tried || failed.contains_key(at)).map(|(_, step)| step.clone());
            *run = Run { steps: left.collect(), is_running: true, ..Run::default() };
        });
        self.next();
    }

    pub(super) fn forget(self) {
        self.run.set(Run::default());
    }

    fn next(self) {
        let step = self.run.try_update(|run| {
            let step = run.steps.get(run.tried).filter(|_| !run.is_stopping).cloned();
            run.is_running = step.is_some();
            run.is_stopping &= run.is_running;
            step
        });
        let Some(Some(step)) = step else { return };
        self.desk.ask(Write::Step(step), move |answer| {
            let _ = self.run.try_update(|run| {
                let failure = match answer {
                    Answer::Done => None,
                    Answer::Meanwhile(_) => Some("Somebody else changed it meanwhile.".to_owned()),
                    Answer::Failed(why) => Some(why),
                };
                run.failed.extend(failure.map(|why| (run.tried, why)));
                run.tried += 1;
            });
            self.next();
        });
    }
}
