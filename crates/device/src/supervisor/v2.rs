//! The newer actions: one service, one application in the path.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::answer::{BadRequest, V2Error};
use super::state::Supervisor;
use super::v1::data;
use crate::engine::actions::{ServiceAction, Which};

type On = State<Arc<Supervisor>>;

pub(super) async fn start_service(on: On, app: Path<i64>, body: Bytes) -> Response {
    service(on, app, &body, ServiceAction::Start).await
}

pub(super) async fn stop_service(on: On, app: Path<i64>, body: Bytes) -> Response {
    service(on, app, &body, ServiceAction::Stop).await
}

pub(super) async fn restart_service(on: On, app: Path<i64>, body: Bytes) -> Response {
    service(on, app, &body, ServiceAction::Restart).await
}

async fn service(State(on): On, Path(app): Path<i64>, body: &Bytes, action: ServiceAction) -> Response {
    let data = match data(body) {
        Ok(data) => data,
        Err(refused) => return refused.into_response(),
    };
    let which = match (data.service_name, data.image_id) {
        (Some(name), _) => Which::Name(name),
        (None, Some(image)) => Which::Image(image),
        (None, None) => return BadRequest("Missing serviceName or imageId".to_owned()).into_response(),
    };
    answer(on.carry_out(|machine| async move { machine.act(app, &which, action, data.force).await }).await)
}

pub(super) async fn restart(State(on): On, Path(app): Path<i64>, body: Bytes) -> Response {
    match data(&body) {
        Ok(data) => answer(on.carry_out(|machine| async move { machine.restart_app(app, data.force).await }).await),
        Err(refused) => refused.into_response(),
    }
}

pub(super) async fn purge(State(on): On, Path(app): Path<i64>, body: Bytes) -> Response {
    match data(&body) {
        Ok(data) => answer(on.carry_out(|machine| async move { machine.purge(app, data.force).await }).await),
        Err(refused) => refused.into_response(),
    }
}

fn answer(outcome: Result<(), crate::engine::actions::ActionError>) -> Response {
    match outcome {
        Ok(()) => (StatusCode::OK, "OK").into_response(),
        Err(error) => V2Error(error).into_response(),
    }
}
