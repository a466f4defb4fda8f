//! `GET /os/v1/config/`: the settings of OS services, which devices fetch and apply (os-config).

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, header};
use serde_json::{Value, json};

use crate::state::Shared;

/// For everybody. Newer devices say who they are, and need no SSH key.
pub(crate) async fn get(State(state): State<Shared>, headers: HeaderMap) -> Json<Value> {
    let set = &state.config.device_settings;
    let keys = set.ssh_authorized_keys.as_deref().filter(|_| !headers.contains_key(header::AUTHORIZATION));
    let mut overrides = json!({});
    if let Some(logs) = &set.logs {
        overrides["logsEndpoint"] = logs.as_str().into();
    }
    Json(json!({
        "services": {
            "openvpn": {
                "config": set.openvpn_config.as_deref().unwrap_or_default(),
                "ca": state.config.root_certificate.as_deref().unwrap_or_default(),
            },
            "ssh": { "authorized_keys": keys.unwrap_or_default() },
        },
        "config": { "overrides": overrides },
        "schema_version": "1.0.0",
    }))
}
