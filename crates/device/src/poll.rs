//! Asks for the target state, which is the device's heartbeat too.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use wire::device_state::DeviceTarget;

use crate::api::client::Api;
use crate::api::device::Polled;
use crate::backoff::Backoff;
use crate::data_dir::write_json;
use crate::engine::machine::Machine;

/// What supervisors do without any configuration (devices.md).
const DEFAULT_INTERVAL: Duration = Duration::from_mins(15);
/// However it is configured.
const MIN_INTERVAL: Duration = Duration::from_millis(100);
const MAX_INTERVAL: Duration = Duration::from_hours(24);
/// The longest wait after a failure.
const MAX_BACKOFF: Duration = Duration::from_secs(15);

/// Asks for a poll at once; `true` lets the update that follows ignore update locks.
pub(crate) type PollNow = mpsc::Sender<bool>;

/// Polls until every [`PollNow`] is gone.
pub(crate) async fn run(
    machine: Arc<Machine>,
    api: Api,
    interval: Option<Duration>,
    mut now: mpsc::Receiver<bool>,
    target: watch::Sender<Option<Arc<DeviceTarget>>>,
) {
    let uuid = machine.device.uuid.clone();
    let mut backoff = Backoff::new(Duration::from_millis(500), MAX_BACKOFF);
    let mut etag = None;
    let mut force = None;
    loop {
        let wait = match api.poll(&uuid, etag.as_deref()).await {
            Ok(polled) => {
                if let Polled::Target(heard, new) = polled {
                    etag = new;
                    hear(&machine, &target, *heard);
                }
                backoff.reset();
                let configured = target.borrow().as_ref().and_then(|target| configured(&target.config));
                jitter(interval.or(configured).unwrap_or(DEFAULT_INTERVAL).clamp(MIN_INTERVAL, MAX_INTERVAL))
            }
            Err(error) => {
                tracing::debug!(%error, "the target state could not be read");
                error.retry_after().unwrap_or_else(|| backoff.next())
            }
        };
        if let Some(force) = force.take() {
            machine.kick(force);
        }
        tokio::select! {
            () = sleep(wait) => {}
            asked = now.recv() => match asked {
                Some(asked) => force = Some(asked),
                None => return,
            }
        }
    }
}

fn hear(machine: &Machine, target: &watch::Sender<Option<Arc<DeviceTarget>>>, heard: DeviceTarget) {
    target.send_if_modified(|target| {
        if target.as_deref() == Some(&heard) {
            return false;
        }
        // Without the note the device begins its next life with the target before this one, and polls at once.
        if let Err(error) = write_json(&machine.dir.target(), &heard) {
            tracing::warn!(%error, "the target state could not be kept");
        }
        *target = Some(Arc::new(heard));
        true
    });
}

/// The interval the fleet or the device is configured with, in milliseconds on the wire.
fn configured(config: &BTreeMap<String, String>) -> Option<Duration> {
    let value =
        ["BALENA_SUPERVISOR_POLL_INTERVAL", "RESIN_SUPERVISOR_POLL_INTERVAL"].iter().find_map(|name| config.get(*name));
    value?.parse().ok().map(Duration::from_millis)
}

/// Up to a tenth less, so that devices that began together do not stay together.
fn jitter(interval: Duration) -> Duration {
    interval.mul_f64(rand::rng().random_range(0.9..=1.0))
}
