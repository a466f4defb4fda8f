//! What the platform tells devices about the services around it, beside its own address: their config.json and OS config.

/// Where the other services are, and what is set on devices that use them. What is None is answered by the API's own host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceSettings {
    /// The host (and port) that images are pulled from (`registryEndpoint`).
    pub registry: Option<String>,
    /// The host of the VPN (`vpnEndpoint`).
    pub vpn: Option<String>,
    /// Its port (`vpnPort`); 443.
    pub vpn_port: Option<u16>,
    /// The address deltas are asked of (`deltaEndpoint`), e.g. `https://delta.example.org`.
    pub delta: Option<String>,
    /// The address logs are sent to when it is not the API's (`logsEndpoint`).
    pub logs: Option<String>,
    /// The configuration file of `OpenVPN` on devices (`/os/v1/config/`).
    pub openvpn_config: Option<String>,
    /// The public SSH keys that open older devices, a line each (`/os/v1/config/`).
    pub ssh_authorized_keys: Option<String>,
}
