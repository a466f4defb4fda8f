//! `binnacle device`: one virtual device in the foreground.

use std::time::Duration;

use device::config::{DeviceConfig, Fleet};

use crate::cli::DeviceArguments;
use crate::config_json;
use crate::failure::Failure;
use crate::logging;
use crate::signals::asked_to_stop;

/// Runs the agent until it is asked to stop.
pub(crate) fn run(arguments: DeviceArguments) -> Result<(), Failure> {
    logging::begin("warn,binnacle_device=info");
    let said =
        arguments.config.as_deref().map(config_json::read).transpose().map_err(Failure::start)?.unwrap_or_default();
    let api = arguments.api.or(said.api).ok_or_else(|| Failure::start("the config.json names no apiEndpoint"))?;
    let authority = match &said.authority {
        Some(pem) if arguments.root_certificate.is_none() => {
            Some(config_json::keep(&arguments.data, pem).map_err(Failure::start)?)
        }
        _ => None,
    };
    let mut config = DeviceConfig::new(api, arguments.data);
    config.root_certificate = arguments.root_certificate.or(authority);
    config.provisioning_key = arguments.key.or(said.key);
    config.fleet = arguments.fleet.or(said.fleet.map(Fleet::Id));
    if let Some(device_type) = arguments.device_type.or(said.device_type) {
        config.device_type = device_type;
    }
    config.uuid = arguments.uuid;
    config.name = arguments.name;
    config.download_rate = arguments.rate;
    config.poll_interval = arguments.poll.map(Duration::from_secs);
    if let Some(seconds) = arguments.metrics {
        config.metrics_interval = Duration::from_secs(seconds.max(1));
    }
    if let Some(version) = arguments.os_version {
        config.os_version = version;
    }
    if let Some(version) = arguments.supervisor_version {
        config.supervisor_version = version;
    }
    // Twenty of them share a small machine: one thread each, and threads for blocking work as it comes.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::broke)?;
    let stopped = async {
        if let Err(error) = asked_to_stop().await {
            tracing::error!(%error, "signals cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    runtime.block_on(device::run::run(config, stopped)).map_err(Failure::start)
}
