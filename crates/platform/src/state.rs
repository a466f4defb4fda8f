//! What every route has at hand: the database, the bus, the hubs and the settings.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::Connection;
use store::changed_row::ChangedRow;
use store::error::StoreError;
use store::report_pace::Pace;
use store::{Done, Store};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::asset_files::AssetFiles;
use crate::beat::Beat;
use crate::blobs::Blobs;
use crate::bus::ring::{Changed, Ring};
use crate::config::PlatformConfig;
use crate::credentials::registry_signer::RegistrySigner;
use crate::credentials::throttle::Throttle;
use crate::credentials::token::Signer;
use crate::links::Links;
use crate::log_hub::batch_limit::BatchLimit;
use crate::log_hub::feed::LogHub;
use crate::log_hub::writer::LogWriter;
use crate::polls::Polls;

/// Shared by all routes and tasks.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: PlatformConfig,
    pub(crate) store: Store,
    pub(crate) blobs: Arc<Blobs>,
    pub(crate) assets: AssetFiles,
    pub(crate) bus: Ring,
    pub(crate) logs: Arc<LogHub>,
    pub(crate) log_writer: LogWriter,
    pub(crate) log_limit: BatchLimit,
    pub(crate) polls: Polls,
    pub(crate) links: Links,
    pub(crate) beats: tokio::sync::mpsc::UnboundedSender<Beat>,
    pub(crate) pace: Arc<Pace>,
    pub(crate) throttle: Throttle,
    pub(crate) signer: Signer,
    pub(crate) registry_signer: RegistrySigner,
    pub(crate) shutdown: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

/// How routes hold it.
pub(crate) type Shared = Arc<State>;

impl State {
    /// The shortest poll interval devices are told, in milliseconds.
    pub(crate) fn minimum_poll_ms(&self) -> i64 {
        i64::try_from(self.config.poll_interval.as_millis()).unwrap_or(i64::MAX)
    }

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

    /// Says on the bus that these rows changed, and what follows from them.
    pub(crate) fn publish(&self, rows: &[ChangedRow]) {
        self.polls.changed(rows);
        self.bus.publish(with_devices(rows).into_iter().map(|row| Changed {
            resource: row.resource.to_owned(),
            id: row.id,
            application: row.application,
            device: row.device,
        }));
    }
}

/// A device's overall status and progress are computed from its installs: when one changes, so does the device.
fn with_devices(rows: &[ChangedRow]) -> Vec<ChangedRow> {
    const DEVICE: &str = "device";
    let mut all = rows.to_vec();
    let mut said: BTreeSet<i64> = rows.iter().filter(|row| row.resource == DEVICE).map(|row| row.id).collect();
    for row in rows.iter().filter(|row| row.resource == "image_install") {
        let Some(device) = row.device else { continue };
        if said.insert(device) {
            all.push(ChangedRow { resource: DEVICE, id: device, ..row.clone() });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_install_s_change_is_its_device_s_once() {
        let row = |resource, id| ChangedRow { resource, id, application: Some(1), device: Some(7) };
        let all = with_devices(&[row("image_install", 1), row("image_install", 2)]);
        assert_eq!(
            all.iter().map(|row| (row.resource, row.id)).collect::<Vec<_>>(),
            [("image_install", 1), ("image_install", 2), ("device", 7)]
        );
        assert_eq!(with_devices(&[row("device", 7), row("image_install", 1)]).len(), 2);
    }
}
