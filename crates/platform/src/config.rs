//! What an operator can set about the platform, with the defaults of the balena API where it has one.

use std::path::PathBuf;
use std::time::Duration;

use crate::device_settings::DeviceSettings;

/// How [`Platform::open`](crate::platform::Platform::open) is asked to run.
#[derive(Clone)]
pub struct PlatformConfig {
    /// The folder that holds the database and the blobs. Made when it is not there; held by one process at a time.
    pub data: PathBuf,
    /// The administrator's user name; made with an organization of the same name at the first start.
    pub admin_user: String,
    /// From `BINNACLE_ADMIN_PASSWORD`: also resets an existing password. None: one is made up at the first start.
    pub admin_password: Option<String>,
    /// The shortest poll interval devices are told; a heartbeat is late after one and a half of it (balena-api.md §7).
    pub poll_interval: Duration,
    /// How long a late heartbeat is `timeout` before it is `offline`.
    pub timeout_grace: Duration,
    /// How often a device's metrics alone are written (`METRICS_MAX_REPORT_INTERVAL_SECONDS`, balena-api.md §7).
    pub metrics_report_interval: Duration,
    /// How often an image's download progress alone is written (`DOWNLOAD_PROGRESS_MAX_REPORT_INTERVAL_SECONDS`).
    pub progress_report_interval: Duration,
    /// How long a sign-in lasts (`JSON_WEB_TOKEN_EXPIRY_MINUTES`).
    pub token_lifetime: Duration,
    /// Multiplies the ten sign-in tries per two hours and the fifteen batches of log lines per ten seconds (`RATE_LIMIT_FACTOR`).
    pub rate_limit_factor: u32,
    /// The address of this API as devices are told it in their config.json, e.g. `https://api.example.org`.
    pub api_url: Option<String>,
    /// The certificate, in PEM, that devices have to trust to reach it (`balenaRootCA`). None: a public one vouches.
    pub root_certificate: Option<String>,
    /// The key with which a VPN service reports connections (`VPN_SERVICE_API_KEY`). None: no such service.
    pub vpn_service_key: Option<String>,
    /// The key with which the platform itself asks a VPN service for connections (`API_VPN_SERVICE_API_KEY`).
    pub api_vpn_key: Option<String>,
    /// Where the instances of a VPN service take HTTP CONNECT (`VPN_CONNECT_PROXY_PORT`, 3128).
    pub vpn_proxy_port: u16,
    /// What devices are told about the services around the platform.
    pub device_settings: DeviceSettings,
    /// How long a supervisor may take to answer (50 s, balena-api.md §9).
    pub supervisor_timeout: Duration,
    /// How often an idle log stream carries an empty line (58 s, balena-api.md §8).
    pub log_heartbeat: Duration,
    /// How often the devices of each fleet are counted by state.
    pub fleet_sample_interval: Duration,
    /// How many lines of a device's log are kept (1,000, balena-api.md §8): into the millions.
    pub log_lines_per_device: u64,
}

impl PlatformConfig {
    /// The defaults over a data folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            admin_user: "admin".to_owned(),
            admin_password: None,
            poll_interval: Duration::from_mins(10),
            timeout_grace: Duration::from_millis(model::heartbeat::TIMEOUT_GRACE_MS.unsigned_abs()),
            metrics_report_interval: Duration::from_mins(1),
            progress_report_interval: Duration::from_secs(30),
            token_lifetime: Duration::from_hours(7 * 24),
            rate_limit_factor: 1,
            api_url: None,
            root_certificate: None,
            vpn_service_key: None,
            api_vpn_key: None,
            vpn_proxy_port: 3_128,
            device_settings: DeviceSettings::default(),
            supervisor_timeout: Duration::from_secs(50),
            log_heartbeat: Duration::from_secs(58),
            fleet_sample_interval: Duration::from_mins(1),
            log_lines_per_device: 1_000,
        }
    }
}

impl std::fmt::Debug for PlatformConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlatformConfig")
            .field("data", &self.data)
            .field("admin_user", &self.admin_user)
            .field("poll_interval", &self.poll_interval)
            .finish_non_exhaustive()
    }
}
