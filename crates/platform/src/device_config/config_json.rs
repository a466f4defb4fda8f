//! A device's config.json.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use crate::device_config::asked::Asked;
use crate::endpoints::Endpoints;

/// Where supervisors listen.
const LISTEN_PORT: u16 = 48_484;

/// What stands in it. `root`: the certificate devices have to trust, in PEM.
pub(crate) fn config_json(
    asked: &Asked,
    user: i64,
    device_type: &str,
    api_key: &str,
    endpoints: &Endpoints,
    root: Option<&str>,
) -> Map<String, Value> {
    let mut config = Map::new();
    let mut set = |name: &str, value: Value| config.insert(name.to_owned(), value);
    set("applicationId", asked.fleet.into());
    set("deviceType", device_type.into());
    set("userId", user.into());
    set("appUpdatePollInterval", asked.poll_interval.into());
    set("listenPort", LISTEN_PORT.into());
    set("vpnPort", endpoints.vpn_port.into());
    set("apiEndpoint", endpoints.api.as_str().into());
    set("vpnEndpoint", endpoints.vpn.as_str().into());
    set("registryEndpoint", endpoints.registry.as_str().into());
    set("deltaEndpoint", endpoints.delta.as_str().into());
    set("apiKey", api_key.into());
    if let Some(logs) = &endpoints.logs {
        set("logsEndpoint", logs.as_str().into());
    }
    if let Some((name, passphrase)) = &asked.wifi {
        for (field, value) in [("wifiSsid", name), ("wifiKey", passphrase)] {
            if let Some(value) = value {
                set(field, value.as_str().into());
            }
        }
    }
    if let Some(root) = root {
        set("balenaRootCA", BASE64.encode(root).into());
    }
    if asked.is_development {
        set("developmentMode", true.into());
    }
    if asked.secureboot {
        set("installer", serde_json::json!({ "secureboot": true }));
    }
    config
}
