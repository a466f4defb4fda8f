//! The routes of the stand-in.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use futures_util::{StreamExt, stream};
use link::platform::Link;
use serde_json::json;
use wire::device_state::StateReport;
use wire::register::Register;

use super::{FLEET_KEY, UUID};

type Shared = State<Arc<Mutex<super::State>>>;

pub(crate) fn router(state: Arc<Mutex<super::State>>) -> Router {
    Router::new()
        .route("/actor/v1/whoami", get(whose))
        .route("/device/register", post(register))
        .route("/device/v3/{uuid}/state", get(target))
        .route("/device/v3/state", patch(report))
        .route("/device/v2/{uuid}/log-stream", post(logs))
        .route("/device/v2/{uuid}/link", get(link))
        .route("/auth/v1/public-keys/{user}", get(public_keys))
        .route("/v2/{name}/manifests/{reference}", get(manifest))
        .route("/v2/{name}/blobs/{digest}", get(blob))
        .with_state(state)
}

fn key(headers: &HeaderMap) -> String {
    headers["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

async fn whose(headers: HeaderMap) -> Response {
    assert_eq!(key(&headers), FLEET_KEY);
    let own = json!({"id": 3, "actorType": "application", "actorTypeId": 11, "slug": "admin/greenhouse"});
    Json(own).into_response()
}

async fn register(State(state): Shared, headers: HeaderMap, Json(body): Json<Register>) -> Response {
    assert_eq!(key(&headers), FLEET_KEY);
    let mut state = state.lock().unwrap();
    assert_eq!(body.application, 11);
    state.device_key.clone_from(&body.api_key);
    (StatusCode::CREATED, Json(json!({"id": 5, "uuid": body.uuid, "api_key": body.api_key}))).into_response()
}

async fn target(State(state): Shared, Path(uuid): Path<String>, headers: HeaderMap) -> Response {
    let state = state.lock().unwrap();
    assert_eq!((uuid.as_str(), Some(key(&headers))), (UUID, state.device_key.clone()));
    let body = state.target.to_string();
    let etag = format!("\"{}\"", body.len() * 31 + body.bytes().map(usize::from).sum::<usize>());
    if headers.get("if-none-match").is_some_and(|known| known == etag.as_str()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    ([("etag", etag), ("content-type", "application/json".into())], body).into_response()
}

async fn report(State(state): Shared, Json(mut body): Json<StateReport>) -> StatusCode {
    state.lock().unwrap().reports.push(body.remove(UUID).unwrap());
    StatusCode::OK
}

async fn logs(State(state): Shared, headers: HeaderMap, body: Bytes) -> StatusCode {
    let session = headers[wire::log_line::LOG_SESSION_HEADER].to_str().unwrap().to_owned();
    let offset: usize = headers[wire::log_line::LOG_OFFSET_HEADER].to_str().unwrap().parse().unwrap();
    let mut state = state.lock().unwrap();
    let lines = state.logs.entry(session).or_default();
    assert!(offset <= lines.len(), "a gap: {offset} after {}", lines.len());
    let known = lines.len() - offset;
    let new = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).skip(known);
    lines.extend(new.map(|line| serde_json::from_slice(line).unwrap()));
    if state.forget_answers > 0 {
        state.forget_answers -= 1;
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    StatusCode::CREATED
}

async fn link(State(state): Shared, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| async move {
        let (link, driver) = Link::accept(socket);
        state.lock().unwrap().link = Some(link);
        driver.run().await;
    })
}

async fn public_keys(State(state): Shared) -> String {
    state.lock().unwrap().public_keys.clone()
}

async fn manifest(State(state): Shared, Path((name, _)): Path<(String, String)>) -> Response {
    let state = state.lock().unwrap();
    state.manifests.get(&name).map_or(StatusCode::NOT_FOUND.into_response(), |bytes| bytes.clone().into_response())
}

async fn blob(State(state): Shared, Path((_, digest)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let mut state = state.lock().unwrap();
    let Some(bytes) = state.blobs.get(&digest).cloned() else { return StatusCode::NOT_FOUND.into_response() };
    let range = headers.get("range").and_then(|range| range.to_str().ok()).map(str::to_owned);
    let from = range.as_deref().map_or(0, |range| range["bytes=".len()..].trim_end_matches('-').parse().unwrap());
    state.ranges.extend(range);
    let status = if from > 0 { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let rest = Bytes::from(bytes[from..].to_vec());
    match state.break_after.filter(|limit| *limit < rest.len()) {
        None => (status, rest).into_response(),
        Some(limit) => {
            let first = stream::once(async move { Ok(rest.slice(..limit)) });
            // The server would drop what it has not written yet: the break comes when that has had its time.
            let cut = stream::once(async {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                Err(std::io::Error::other("cut"))
            });
            (status, Body::from_stream(first.chain(cut))).into_response()
        }
    }
}
