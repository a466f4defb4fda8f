//! The command line.

pub(crate) mod people;

use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use device::config::Fleet;
use gateway::origin::Origin;
use model::device_uuid::DeviceUuid;

use crate::cli::people::{OrganizationArguments, UserArguments};

/// A fleet dashboard for devices that run balena.
#[derive(Debug, Parser)]
#[command(name = "binnacle", version, about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the dashboard, the balena API and the tunnel, with a small demo world of virtual devices.
    Serve(ServeArguments),
    /// Copy everything the platform keeps into one file, while the server runs or not.
    Backup(BackupArguments),
    /// Make a data folder from a backup.
    Restore(RestoreArguments),
    /// Say who may sign in, and what they may do.
    User(UserArguments),
    /// Say which organizations there are.
    Organization(OrganizationArguments),
    /// Run one virtual device in the foreground.
    Device(DeviceArguments),
    /// Run the demo world's devices (started by `serve`).
    #[command(hide = true)]
    World(WorldArguments),
    /// What the demo's images run.
    #[command(hide = true)]
    DemoService(DemoServiceArguments),
}

/// The switch that lets `serve` listen where others can reach it.
pub(crate) const NETWORK_SWITCH: &str = "--i-know-this-serves-shells-to-the-network";

#[derive(Debug, Clone, Args)]
pub(crate) struct ServeArguments {
    /// Where the dashboard is served. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8484", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// Where the balena API is served to devices, SDKs and CLIs.
    #[arg(long, default_value = "127.0.0.1:8485", value_name = "ADDRESS")]
    pub(crate) api_listen: SocketAddr,
    /// Where HTTP CONNECT tunnels to devices are served.
    #[arg(long, default_value = "127.0.0.1:8486", value_name = "ADDRESS")]
    pub(crate) tunnel_listen: SocketAddr,
    /// Where everything is kept; by default `binnacle/data` in the XDG data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// An address under which browsers see the dashboard, when it is not the one it listens on. Can be repeated.
    #[arg(long, value_name = "URL")]
    pub(crate) origin: Vec<Origin>,
    /// Serve the dashboard's files from this folder in place of the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) dist: Option<PathBuf>,
    /// No demo world: an empty platform.
    #[arg(long)]
    pub(crate) no_demo: bool,
    /// Run at most so many of the demo world's devices.
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true, conflicts_with = "no_demo", value_name = "N")]
    pub(crate) demo_devices: usize,
    /// The shortest poll interval devices are told, in seconds (20); a heartbeat is late after one and a half of it.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) min_poll: Option<u64>,
    /// The API's address as devices are told it in their config.json; by default https on the address it listens on.
    #[arg(long, value_name = "URL")]
    pub(crate) api_url: Option<String>,
    #[command(flatten)]
    pub(crate) tls: TlsArguments,
    /// How many lines of each device's log are kept (1000); millions cost disk, not speed.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) log_lines: Option<u64>,
    /// Listen on addresses that others can reach. The devices' shells are shells on this machine.
    #[arg(long)]
    pub(crate) i_know_this_serves_shells_to_the_network: bool,
}

/// What the API's and the tunnel's port show to who begins with a TLS handshake.
#[derive(Debug, Clone, Args)]
pub(crate) struct TlsArguments {
    /// A certificate with its chain, in PEM; by default the data folder's own authority signs one.
    #[arg(long = "tls-cert", requires = "key", value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// Its private key, in PEM.
    #[arg(long = "tls-key", requires = "certificate", value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// A name or address under which devices see this machine, for the certificate of our own. Can be repeated.
    #[arg(long = "tls-name", conflicts_with = "certificate", value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct BackupArguments {
    /// The file to write, e.g. `binnacle.tar.gz`. It holds keys: keep it as you keep the data folder.
    #[arg(value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// The data folder; by default where `serve` keeps it.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RestoreArguments {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// The data folder to make; by default where `serve` keeps it.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct DeviceArguments {
    /// A config.json as the dashboard's "Add device" makes it: the API, its authority, the fleet, the device type and the
    /// provisioning key; other options go over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The balena API's address.
    #[arg(long, value_name = "URL", required_unless_present = "config")]
    pub(crate) api: Option<String>,
    /// The PEM file of the authority that vouches for an https API, e.g. the server's DATA/tls/ca.pem; by default those
    /// the system trusts.
    #[arg(long = "ca", value_name = "FILE")]
    pub(crate) root_certificate: Option<PathBuf>,
    /// Where the device keeps everything it has. One agent a folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The fleet's provisioning key; needed once.
    #[arg(long, env = "BINNACLE_PROVISIONING_KEY", hide_env_values = true, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// The fleet to enter: its id, slug or uuid; needed once.
    #[arg(long, value_name = "FLEET")]
    pub(crate) fleet: Option<Fleet>,
    /// The device type's slug; `generic-amd64` when nothing says another.
    #[arg(long = "type", value_name = "SLUG")]
    pub(crate) device_type: Option<String>,
    /// The uuid to take at the first start.
    #[arg(long, value_name = "UUID")]
    pub(crate) uuid: Option<DeviceUuid>,
    /// The name to take at the first start.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Bytes a second that downloads may take.
    #[arg(long, value_name = "BYTES")]
    pub(crate) rate: Option<NonZeroU64>,
    /// Seconds between polls of the target state; by default as the fleet's configuration says.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) poll: Option<u64>,
    /// Seconds between reports of metrics.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) metrics: Option<u64>,
    /// As reported, e.g. `balenaOS 6.5.39+rev1`.
    #[arg(long, value_name = "VERSION")]
    pub(crate) os_version: Option<String>,
    /// As reported, e.g. `17.1.0`.
    #[arg(long, value_name = "VERSION")]
    pub(crate) supervisor_version: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct WorldArguments {
    /// The server's data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

/// What a demo service does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DemoKind {
    /// Reads the machine's own figures and tells them every second or two.
    Sensor,
    /// Answers HTTP requests on a loopback port.
    Web,
    /// Asks the web service and tells how it answered.
    Client,
    /// Works off jobs, and fails now and then.
    Worker,
    /// Sends batches, says so as JSON.
    Uplink,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct DemoServiceArguments {
    pub(crate) kind: DemoKind,
    /// The version of the software it plays.
    #[arg(long, default_value = "1.0.0")]
    pub(crate) release: String,
}
