//! What stands behind the routes.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, watch};

use crate::engine::actions::ActionError;
use crate::engine::machine::Machine;
use crate::life::Power;
use crate::poll::PollNow;

/// Actions that are carried out or wait for their turn.
const MAX_ACTIONS: usize = 16;

/// What the routes act on.
#[derive(Debug)]
pub(crate) struct Supervisor {
    pub(super) machine: Arc<Machine>,
    pub(super) poll: PollNow,
    pub(super) power: mpsc::Sender<Power>,
    pub(super) connected: watch::Receiver<bool>,
    slots: Arc<Semaphore>,
}

impl Supervisor {
    pub(crate) fn new(
        machine: Arc<Machine>,
        poll: PollNow,
        power: mpsc::Sender<Power>,
        connected: watch::Receiver<bool>,
    ) -> Arc<Self> {
        Arc::new(Self { machine, poll, power, connected, slots: Arc::new(Semaphore::new(MAX_ACTIONS)) })
    }

    /// Carries an action out to its end, whether who asked for it waits or not: a service that was ended to be
    /// restarted is started. Only the device's going off breaks it off.
    pub(super) async fn carry_out<A, F>(&self, action: A) -> Result<(), ActionError>
    where
        A: FnOnce(Arc<Machine>) -> F,
        F: Future<Output = Result<(), ActionError>> + Send + 'static,
    {
        let failed = |why: &str| ActionError::Failed(why.to_owned());
        let slot = Arc::clone(&self.slots).try_acquire_owned();
        let slot = slot.map_err(|_| failed("too many actions are waiting: try again when they are done"))?;
        let off = self.machine.off.clone();
        let action = action(Arc::clone(&self.machine));
        let carried = tokio::spawn(async move {
            let _slot = slot;
            tokio::select! {
                biased;
                () = off.cancelled() => Err(ActionError::Failed("the device goes off".to_owned())),
                done = action => done,
            }
        });
        carried.await.unwrap_or_else(|error| Err(ActionError::Failed(error.to_string())))
    }
}
