//! The older actions: the whole device, the whole application.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::json;
use wire::supervisor::{SupervisorAnswer, SupervisorData};

use super::answer::{BadRequest, V1Error};
use super::state::Supervisor;
use crate::life::Power;
use crate::metrics::network;
use crate::report::reporter::SUPERVISOR_PORT;

type On = State<Arc<Supervisor>>;

/// A body of [`SupervisorData`]; an empty one says nothing.
pub(super) fn data(body: &Bytes) -> Result<SupervisorData, BadRequest> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(SupervisorData::default());
    }
    serde_json::from_slice(body).map_err(|error| BadRequest(format!("Invalid body: {error}")))
}

fn done(status: StatusCode) -> Response {
    (status, Json(SupervisorAnswer { data: "OK".to_owned(), error: None })).into_response()
}

pub(super) async fn blink(State(on): On) -> Response {
    on.machine.journal.system("Identifying device: blinking for 15 s");
    (StatusCode::OK, "OK").into_response()
}

pub(super) async fn update(State(on): On, body: Bytes) -> Response {
    match data(&body) {
        Ok(data) => {
            // A full queue polls already (or will, once the device is registered); the force must not be lost.
            if on.poll.try_send(data.force).is_err() && data.force {
                on.machine.kick(true);
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(refused) => refused.into_response(),
    }
}

pub(super) async fn reboot(on: On, body: Bytes) -> Response {
    power(on, &body, Power::Reboot, "Rebooting")
}

pub(super) async fn shutdown(on: On, body: Bytes) -> Response {
    power(on, &body, Power::Shutdown, "Shutting down")
}

fn power(State(on): On, body: &Bytes, power: Power, message: &str) -> Response {
    let data = match data(body) {
        Ok(data) => data,
        Err(refused) => return refused.into_response(),
    };
    if let Err(error) = on.machine.lock_all(data.force) {
        return V1Error(error).into_response();
    }
    on.machine.journal.system(message);
    // A second request while the first is being carried out changes nothing.
    on.power.try_send(power).ok();
    done(StatusCode::ACCEPTED)
}

pub(super) async fn restart(State(on): On, body: Bytes) -> Response {
    match data(&body) {
        Ok(SupervisorData { app_id: Some(app), force, .. }) => {
            match on.carry_out(|machine| async move { machine.restart_app(app, force).await }).await {
                Ok(()) => (StatusCode::OK, "OK").into_response(),
                Err(error) => V1Error(error).into_response(),
            }
        }
        Ok(_) => BadRequest("Missing app id".to_owned()).into_response(),
        Err(refused) => refused.into_response(),
    }
}

pub(super) async fn purge(State(on): On, body: Bytes) -> Response {
    match data(&body) {
        Ok(SupervisorData { app_id: Some(app), force, .. }) => {
            match on.carry_out(|machine| async move { machine.purge(app, force).await }).await {
                Ok(()) => done(StatusCode::OK),
                Err(error) => V1Error(error).into_response(),
            }
        }
        Ok(_) => BadRequest("Missing app id".to_owned()).into_response(),
        Err(refused) => refused.into_response(),
    }
}

pub(super) async fn device(State(on): On) -> Response {
    let machine = &on.machine;
    let commit = machine.installed().apps.values().find_map(|app| app.commit.clone());
    let apps = machine.board.look();
    let updates = || apps.values().flat_map(|app| app.releases.values()).filter_map(|release| release.update_status);
    let pending = updates().any(|status| status != model::update_status::UpdateStatus::Done);
    let downloaded = updates().any(|status| status == model::update_status::UpdateStatus::Downloaded);
    Json(json!({
        "api_port": SUPERVISOR_PORT,
        "ip_address": network::ip_addresses(),
        "mac_address": network::mac_addresses(),
        "commit": commit,
        "status": "Idle",
        "os_version": machine.device.os_version,
        "supervisor_version": machine.device.supervisor_version,
        "update_pending": pending,
        "update_downloaded": downloaded,
        "update_failed": false,
    }))
    .into_response()
}
