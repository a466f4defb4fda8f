//! What stands behind the routes.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use crate::engine::machine::Machine;
use crate::life::Power;
use crate::poll::PollNow;

/// What the routes act on.
#[derive(Debug)]
pub(crate) struct Supervisor {
    pub(super) machine: Arc<Machine>,
    pub(super) poll: PollNow,
    pub(super) power: mpsc::Sender<Power>,
    pub(super) connected: watch::Receiver<bool>,
}

impl Supervisor {
    pub(crate) fn new(
        machine: Arc<Machine>,
        poll: PollNow,
        power: mpsc::Sender<Power>,
        connected: watch::Receiver<bool>,
    ) -> Arc<Self> {
        Arc::new(Self { machine, poll, power, connected })
    }
}
