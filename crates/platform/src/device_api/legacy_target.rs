//! Target state v2, as supervisors before 12 read it: by ids, the fleet's application only (balena-api.md §4).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use store::target_state::Target;
use wire::device_state::{AppTarget, ServiceTarget};

/// What one device should be.
#[derive(Debug, Serialize)]
pub(super) struct LegacyTarget {
    local: Local,
    /// Devices behind a device are no longer a thing; old supervisors want to be told so.
    dependent: Dependent,
}

#[derive(Debug, Serialize)]
struct Local {
    name: String,
    config: BTreeMap<String, String>,
    /// By application id.
    apps: BTreeMap<String, App>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct App {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_id: Option<i64>,
    /// By service id.
    services: BTreeMap<String, Value>,
    networks: Value,
    volumes: Value,
}

#[derive(Debug, Default, Serialize)]
struct Dependent {
    apps: Map<String, Value>,
    devices: Map<String, Value>,
}

impl From<Target> for LegacyTarget {
    fn from(mut target: Target) -> Self {
        let fleet = target.state.apps.remove(&target.fleet);
        let apps = fleet.map(|app| (app.id.to_string(), App::from(app))).into_iter().collect();
        let local = Local { name: target.state.name, config: target.state.config, apps };
        Self { local, dependent: Dependent::default() }
    }
}

impl From<AppTarget> for App {
    fn from(app: AppTarget) -> Self {
        let none = || Value::Object(Map::new());
        let mut legacy = Self {
            name: app.name,
            commit: None,
            release_id: None,
            services: BTreeMap::new(),
            networks: none(),
            volumes: none(),
        };
        if let Some((commit, release)) = app.releases.into_iter().next() {
            legacy.commit = Some(commit);
            legacy.release_id = Some(release.id);
            legacy.networks = release.networks.unwrap_or_else(none);
            legacy.volumes = release.volumes.unwrap_or_else(none);
            let services =
                release.services.into_iter().map(|(name, target)| (target.id.to_string(), service(name, target)));
            legacy.services.extend(services);
        }
        legacy
    }
}

/// The compose part with the service's own fields over it.
fn service(name: String, target: ServiceTarget) -> Value {
    let mut service = match target.composition {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let own = [
        ("imageId", json!(target.image_id)),
        ("serviceName", Value::from(name)),
        ("image", Value::from(target.image)),
        ("running", Value::Bool(true)),
        ("environment", json!(target.environment)),
        ("labels", json!(target.labels)),
    ];
    service.extend(own.into_iter().map(|(field, value)| (field.to_owned(), value)));
    service.extend(target.contract.map(|contract| ("contract".to_owned(), contract)));
    Value::Object(service)
}
