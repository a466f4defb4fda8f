//! Starting in order, answering, and stopping within three seconds.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener, ListenerExt as _};
use gateway::config::Config;
use gateway::origin::Origin;
use platform::config::PlatformConfig;
use platform::control::socket::ControlSocket;
use platform::platform::Platform;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::cli::ServeArguments;
use crate::demo::begin::{self, Asked};
use crate::failure::Failure;
use crate::logging;
use crate::serve::addresses;
use crate::serve::data_folder;
use crate::serve::embedded::Embedded;
use crate::serve::listeners::Listeners;
use crate::serve::settings;
use crate::signals::StopSignals;
use crate::tls::listener::EitherListener;
use crate::tls::server::Tls;

/// Tunnels at once.
const TUNNELS: usize = 1_024;
/// Connections may end by themselves for so long.
const DRAIN: Duration = Duration::from_millis(700);

/// Shorter than the original's ten minutes: who starts this wants to see a device's loss while they look.
const DEFAULT_POLL: Duration = Duration::from_secs(20);
/// Shorter than the original's minute and half minute, which spare its database: here a report costs a row in a batch.
const DEFAULT_REPORT: Duration = Duration::from_secs(1);

/// Serves until asked to stop.
pub(crate) fn run(arguments: &ServeArguments) -> Result<(), Failure> {
    logging::begin("info");
    addresses::check(arguments)?;
    let data = data_folder::chosen(arguments.data.as_deref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::broke)?;
    let done = runtime.block_on(serve(arguments, &data));
    // A reader of a stalled disk must not keep the process.
    runtime.shutdown_timeout(Duration::from_millis(200));
    done
}

async fn serve(arguments: &ServeArguments, data: &Path) -> Result<(), Failure> {
    let mut signals = StopSignals::listen().map_err(Failure::start)?;
    let listeners = Listeners::open(arguments).await?;
    let address = |listener: &TcpListener| listener.local_addr().map(addresses::reachable).map_err(Failure::start);
    let (dashboard, api, tunnel) =
        (address(&listeners.dashboard)?, address(&listeners.api)?, address(&listeners.tunnel)?);

    let mut config = PlatformConfig::new(data);
    config.admin_password = std::env::var("BINNACLE_ADMIN_PASSWORD").ok().filter(|password| !password.is_empty());
    config.poll_interval = DEFAULT_POLL;
    config.metrics_report_interval = DEFAULT_REPORT;
    config.progress_report_interval = DEFAULT_REPORT;
    settings::apply(&mut config, |name| std::env::var(name).ok())?;
    if let Some(seconds) = arguments.min_poll {
        config.poll_interval = Duration::from_secs(seconds.max(1));
    }
    let tls = Tls::open(&arguments.tls, data, &[api, tunnel])?;
    let acceptor = tls.acceptor()?;
    config.api_url = Some(arguments.api_url.clone().unwrap_or_else(|| format!("https://{api}")));
    config.root_certificate = tls.root().map(str::to_owned);
    if let Some(lines) = arguments.log_lines {
        config.log_lines_per_device = lines;
    }
    let platform = Platform::open(config).await.map_err(Failure::start)?;
    let admin = platform.admin().clone();

    let stop = CancellationToken::new();
    let url = format!("http://{dashboard}");
    let page = Config {
        origins: origins(arguments, dashboard)?,
        listen: dashboard,
        data: data.join("gateway"),
        cookie_key: None,
        dist: arguments.dist.clone(),
        api: api.to_string(),
        server: format!("Binnacle {}", env!("CARGO_PKG_VERSION")),
        logs: gateway::log_limits::LogLimits::default(),
        shutdown: stop.clone(),
    };
    let page = gateway::router::router(page, Arc::new(Embedded::new(platform.clone()))).map_err(|error| {
        Failure::start(format!("the folder {} cannot be used: {error}", data.join("gateway").display()))
    })?;

    let mut tasks = JoinSet::new();
    match ControlSocket::open(data) {
        Ok(socket) => drop(tasks.spawn(socket.serve(platform.store().clone(), stop.clone()))),
        Err(error) => tracing::warn!(%error, "`binnacle user` cannot reach this server: its socket cannot be made"),
    }
    tasks.spawn(answer(listeners.dashboard, page, stop.clone()));
    let either = |listener| EitherListener::new(listener, acceptor.clone(), stop.clone()).map_err(Failure::start);
    tasks.spawn(answer(either(listeners.api)?.tap_io(|_| {}), platform.router(), stop.clone()));
    tasks.spawn(tunnels(either(listeners.tunnel)?, platform.clone(), stop.clone()));
    tasks.spawn(tls.renew(stop.clone()));

    let world = if arguments.no_demo {
        None
    } else {
        let asked = Asked { api: format!("http://{api}"), devices: arguments.demo_devices };
        tokio::select! {
            world = begin::begin(&platform, data, asked, &stop) => world.map_err(Failure::start)?,
            // What is missing of the demo is made at the next start.
            () = signals.asked() => return Ok(()),
        }
    };
    let password = admin.password.as_deref().unwrap_or("(unchanged)");
    say(&format!("binnacle ready url={url} api=http://{api} tunnel={tunnel} user={} password={password}", admin.user))?;

    signals.asked().await;
    tracing::info!("stopping");
    stop.cancel();
    let world = async {
        if let Some(world) = world {
            world.stop().await;
        }
    };
    let platform = async {
        let _ = timeout(DRAIN, async { while tasks.join_next().await.is_some() {} }).await;
        let _ = timeout(Duration::from_secs(1), platform.shutdown()).await;
    };
    tokio::join!(world, platform);
    Ok(())
}

/// The configured origins, or the address listened on under both of its names.
fn origins(arguments: &ServeArguments, dashboard: SocketAddr) -> Result<Vec<Origin>, Failure> {
    if !arguments.origin.is_empty() {
        return Ok(arguments.origin.clone());
    }
    let names = [format!("http://{dashboard}"), format!("http://localhost:{}", dashboard.port())];
    names.iter().map(|name| name.parse().map_err(Failure::start)).collect()
}

/// Serves tunnels until it is asked to stop; more at once than devices have shells are not taken.
async fn tunnels(mut listener: EitherListener, platform: Platform, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(TUNNELS));
    while let Some(Some((stream, peer))) = stop.run_until_cancelled(listener.next()).await {
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let platform = platform.clone();
        tokio::spawn(async move {
            platform.tunnel_service(stream, peer).await;
            drop(place);
        });
    }
}

async fn answer<L>(listener: L, router: Router, stop: CancellationToken)
where
    L: Listener<Addr = SocketAddr>,
    SocketAddr: for<'a> Connected<IncomingStream<'a, L>>,
{
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned());
    if let Err(error) = server.await {
        tracing::error!(%error, "a port is no longer answered");
    }
}

/// The one line on stdout.
fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| Failure::broke(format!("stdout: {error}")))
}
