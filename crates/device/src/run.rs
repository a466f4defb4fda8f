//! Runs an agent: one life of the device after the other, a reboot between them.

use std::future::pending;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use wire::device_state::DeviceTarget;

use crate::api::client::Api;
use crate::api::trust;
use crate::board::Board;
use crate::cloudlink::{self, Ports};
use crate::config::DeviceConfig;
use crate::data_dir::{DataDir, read_json};
use crate::engine::listing;
use crate::engine::machine::Machine;
use crate::engine::update;
use crate::error::DeviceError;
use crate::identity::{Identity, random_hex};
use crate::images::limiter::Limiter;
use crate::images::pull::Puller;
use crate::images::store::ImageStore;
use crate::life::Power;
use crate::logs::journal::Journal;
use crate::logs::sender;
use crate::poll;
use crate::provision::provision;
use crate::report::reporter::Reporter;
use crate::services::environment::DeviceFacts;
use crate::ssh::server::SshServer;
use crate::ssh::shell::HostShell;
use crate::supervisor::server::serve;
use crate::supervisor::state::Supervisor;

/// How long the last lines of the log and the last states may take to reach the API before the device goes off.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Runs a device until `shutdown` is ready or the device is told to shut down; then every service has ended.
/// Shells, links and downloads end with it.
pub async fn run(config: DeviceConfig, shutdown: impl Future<Output = ()>) -> Result<(), DeviceError> {
    if !["http://", "https://"].iter().any(|scheme| config.api.starts_with(scheme)) {
        return Err(DeviceError::Address(config.api));
    }
    let dir = Arc::new(DataDir::open(&config.data)?);
    let journal = Journal::default();
    // The numbers of log lines go on across reboots.
    let session = random_hex().split_off(16);
    let mut shutdown = pin!(shutdown);
    loop {
        let off = CancellationToken::new();
        let mut life = pin!(live(&config, &dir, &journal, &session, off.clone()));
        let power = tokio::select! {
            power = &mut life => power?,
            () = &mut shutdown => {
                off.cancel();
                life.await?;
                return Ok(());
            }
        };
        if power == Power::Shutdown {
            return Ok(());
        }
        tokio::select! {
            () = sleep(config.boot_time) => {}
            () = &mut shutdown => return Ok(()),
        }
    }
}

async fn listen() -> Result<(TcpListener, u16), DeviceError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(DeviceError::Listen)?;
    let port = listener.local_addr().map_err(DeviceError::Listen)?.port();
    Ok((listener, port))
}

/// From power on to power off. Services start before the API is there.
async fn live(
    config: &DeviceConfig,
    dir: &Arc<DataDir>,
    journal: &Journal,
    session: &str,
    off: CancellationToken,
) -> Result<Power, DeviceError> {
    let mut identity = Identity::load(config, dir)?;
    let (supervisor_listener, supervisor) = listen().await?;
    let (ssh_listener, ssh) = listen().await?;
    let facts = facts(config, &identity, supervisor);
    let host = HostShell::set_up(dir, &facts, config.root_certificate.as_deref())
        .map_err(|source| DeviceError::Folder { path: dir.root().to_owned(), source })?;
    let board = Arc::new(Board::default());
    let store = Arc::new(ImageStore::new(Arc::clone(dir)));
    let machine = Machine::new(
        Arc::clone(dir),
        facts,
        journal.clone(),
        Arc::clone(&board),
        Arc::clone(&store),
        config.stop_grace,
    )?;
    let machine = Arc::new(machine);
    machine.show_installed();
    let api =
        Api::new(&config.api, &identity.api_key, trust::towards(&config.api, config.root_certificate.as_deref())?)
            .map_err(|error| DeviceError::Http(error.to_string()))?;
    let ssh_server = SshServer::new(dir, api.clone(), host)?;

    let (poll_now, polls) = mpsc::channel(4);
    let (power, mut told) = mpsc::channel(1);
    let (connected, connection) = watch::channel(false);
    // A damaged note is as good as none: the API is asked.
    let known: Option<DeviceTarget> = read_json(&dir.target()).ok().flatten();
    let (target, wanted) = watch::channel(known.map(Arc::new));
    let puller = Puller::new(api.clone(), store, Limiter::new(config.download_rate));
    let supervisor_api = Supervisor::new(Arc::clone(&machine), poll_now.clone(), power, connection);

    let services = async {
        machine.start_all().await;
        update::run(Arc::clone(&machine), puller, wanted).await;
        pending::<()>().await;
    };
    let cloud = async {
        provision(config, dir, &mut identity).await?;
        let uuid = identity.uuid.to_string();
        let reporter = Reporter::new(config, &identity, api.clone(), Arc::clone(&board), dir.root().to_owned());
        let ports = Ports { supervisor, ssh };
        tokio::join!(
            reporter.run(),
            sender::run(journal.clone(), api.clone(), uuid.clone(), session.to_owned()),
            cloudlink::run(api.clone(), uuid, ports, connected, poll_now),
            poll::run(Arc::clone(&machine), api.clone(), config.poll_interval, polls, target),
        );
        Ok::<(), DeviceError>(())
    };
    let mut cloud = pin!(cloud);
    let servers = async {
        tokio::join!(
            serve(supervisor_listener, supervisor_api),
            ssh_server.serve(ssh_listener),
            listing::keep(Arc::clone(&machine)),
        )
    };
    let power = {
        let mut running = pin!(async { tokio::join!(services, servers) });
        tokio::select! {
            ended = &mut cloud => ended.map(|()| Power::Shutdown),
            _ = &mut running => Ok(Power::Shutdown),
            Some(power) = told.recv() => Ok(power),
            () = off.cancelled() => Ok(Power::Shutdown),
        }
    };
    // Updates, servers and shells are gone; the cloud still hears how the services end.
    tokio::select! {
        biased;
        () = async {
            machine.stop_all().await;
            tokio::join!(journal.flushed(LAST_WORDS), board.flushed(LAST_WORDS));
        } => {}
        () = async {
            if power.is_ok() {
                drop(cloud.await);
            }
            pending::<()>().await;
        } => {}
    }
    power
}

fn facts(config: &DeviceConfig, identity: &Identity, supervisor_port: u16) -> DeviceFacts {
    DeviceFacts {
        uuid: identity.uuid.to_string(),
        short_uuid: identity.uuid.short().to_owned(),
        device_type: config.device_type.clone(),
        os_version: config.os_version.clone(),
        supervisor_version: config.supervisor_version.clone(),
        api: config.api.clone(),
        api_key: identity.api_key.clone(),
        supervisor_secret: identity.api_secret.clone(),
        supervisor_port,
    }
}
