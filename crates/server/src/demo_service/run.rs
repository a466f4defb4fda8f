//! Which service is played.

use crate::cli::{DemoKind, DemoServiceArguments};
use crate::demo_service::{client, sensor, update_lock, uplink, web, worker};
use crate::failure::Failure;

/// Runs until it is ended, or fails as such services do.
pub(crate) fn run(arguments: &DemoServiceArguments) -> Result<(), Failure> {
    update_lock::hold_or_let_go().map_err(Failure::broke)?;
    let release = &arguments.release;
    let done = match arguments.kind {
        DemoKind::Sensor => sensor::run(release),
        DemoKind::Web => web::run(release),
        DemoKind::Client => client::run(),
        DemoKind::Worker => worker::run(release),
        DemoKind::Uplink => uplink::run(release),
    };
    done.map_err(Failure::broke)
}
