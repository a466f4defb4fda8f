//! What every route has at hand: the database, the bus, the hubs and the settings.

use std::sync::Arc;

use rusqlite::Connection;
use store::changed_row::ChangedRow;
use store::error::StoreError;
use store::{Done, Store};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::throttle::Throttle;
use crate::auth::token::Signer;
use crate::blobs::Blobs;
use crate::bus::ring::{Changed, Ring};
use crate::config::PlatformConfig;
use crate::link::links::Links;
use crate::logs::hub::LogHub;

/// Shared by all routes and tasks.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: PlatformConfig,
    pub(crate) store: Store,
    pub(crate) blobs: Arc<Blobs>,
    pub(crate) bus: Ring,
    pub(crate) logs: LogHub,
    pub(crate) links: Links,
    pub(crate) beats: tokio::sync::mpsc::UnboundedSender<i64>,
    pub(crate) throttle: Throttle,
    pub(crate) signer: Signer,
    pub(crate) shutdown: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

/// How routes hold it.
pub(crate) type Shared = Arc<State>;

impl State {
    /// Runs a write, and after its commit says on the bus what changed.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection) -> Result<Done<T>, StoreError> + Send + 'static,
    {
        let done = self.store.write(work).await?;
        self.publish(&done.changed);
        Ok(done.value)
    }

    /// The same for a write that answers nothing else.
    pub(crate) async fn write_rows<W>(&self, work: W) -> Result<(), StoreError>
    where
        W: FnOnce(&Connection) -> Result<Vec<ChangedRow>, StoreError> + Send + 'static,
    {
        self.write(move |connection| Ok(Done { value: (), changed: work(connection)? })).await
    }

    /// Says on the bus that these rows changed.
    pub(crate) fn publish(&self, rows: &[ChangedRow]) {
        self.bus.publish(rows.iter().map(|row| Changed {
            resource: row.resource.to_owned(),
            id: row.id,
            application: row.application,
            device: row.device,
        }));
    }
}
