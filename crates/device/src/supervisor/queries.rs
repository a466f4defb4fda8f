//! What the supervisor tells: states, versions, containers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use model::service_status::ServiceStatus;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::device_state::ServiceReport;

use super::answer::V2Error;
use super::state::Supervisor;
use crate::engine::actions::ActionError;
use crate::services::container;

type On = State<Arc<Supervisor>>;

fn progress(service: &ServiceReport) -> Option<f64> {
    service.download_progress.flatten()
}

/// `GET /v2/applications/state`: by application and service.
pub(super) async fn applications(State(on): On) -> Response {
    let board = on.machine.board.look();
    let apps = on.machine.installed().apps.into_iter().map(|(uuid, app)| {
        let releases = board.get(&uuid).into_iter().flat_map(|app| &app.releases);
        let services = releases.flat_map(|(_, release)| &release.services).map(|(name, service)| {
            let release = app.services.get(name).map(|spec| spec.release_id);
            let body = json!({"status": service.status, "releaseId": release, "downloadProgress": progress(service)});
            (name.clone(), body)
        });
        let services: Map<String, Value> = services.collect();
        (app.name, json!({"appId": app.id, "commit": app.commit, "services": services}))
    });
    Json(Value::Object(apps.collect())).into_response()
}

/// `GET /v2/state/status`: containers and images.
pub(super) async fn status(State(on): On) -> Response {
    let board = on.machine.board.look();
    let installed = on.machine.installed();
    let device = &on.machine.device.uuid;
    let (mut containers, mut images, mut downloads) = (Vec::new(), Vec::new(), Vec::new());
    for (uuid, app) in &installed.apps {
        for release in board.get(uuid).into_iter().flat_map(|app| app.releases.values()) {
            for (name, service) in &release.services {
                let spec = app.services.get(name).filter(|spec| spec.image == service.image);
                if let Some(spec) = spec {
                    containers.push(json!({
                        "status": service.status, "serviceName": name, "appId": app.id, "imageId": spec.image_id,
                        "serviceId": spec.service_id, "containerId": container::id(device, name, spec),
                    }));
                }
                if service.status == Some(ServiceStatus::Downloading) {
                    downloads.push(progress(service).unwrap_or(0.0));
                }
                images.push(json!({
                    "name": service.image, "appId": app.id, "serviceName": name,
                    "imageId": spec.map(|spec| spec.image_id), "status": service.status,
                    "downloadProgress": progress(service),
                }));
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of images")]
    let overall = (!downloads.is_empty()).then(|| downloads.iter().sum::<f64>() / downloads.len() as f64);
    Json(json!({
        "status": "success",
        "appState": if overall.is_some() { "applying" } else { "applied" },
        "overallDownloadProgress": overall,
        "containers": containers,
        "images": images,
        "release": installed.apps.values().find_map(|app| app.commit.clone()),
    }))
    .into_response()
}

/// `GET /v2/version`.
pub(super) async fn version(State(on): On) -> Response {
    Json(json!({"status": "success", "version": on.machine.device.supervisor_version})).into_response()
}

/// `GET /v2/device/vpn`: the link stands in for it.
pub(super) async fn vpn(State(on): On) -> Response {
    let connected = *on.connected.borrow();
    Json(json!({"status": "success", "vpn": {"enabled": true, "connected": connected}})).into_response()
}

/// `?service=name`.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    service: Option<String>,
}

/// `GET /v2/containerId`: ids by service, or that of one.
pub(super) async fn container_id(State(on): On, Query(asked): Query<Asked>) -> Response {
    let installed = on.machine.installed();
    let device = &on.machine.device.uuid;
    let ids = installed.apps.values().flat_map(|app| &app.services);
    let ids: Map<String, Value> =
        ids.map(|(name, spec)| (name.clone(), container::id(device, name, spec).into())).collect();
    match asked.service {
        None => Json(json!({"status": "success", "services": ids})).into_response(),
        Some(service) => match ids.get(&service) {
            Some(id) => Json(json!({"status": "success", "containerId": id})).into_response(),
            None => V2Error(ActionError::NoSuchService).into_response(),
        },
    }
}
