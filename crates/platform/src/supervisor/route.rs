//! `POST /supervisor/<path>`: finds the devices meant, asks each, and passes on what they say.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use store::access::Access;

use crate::auth::caller::Known;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::Shared;
use crate::supervisor::find::{Found, Whom, find};
use crate::supervisor::relay::{Ask, RelayError, Relayed, ask, is_plain_path};

/// Between two devices asked by one request.
const SPACING: Duration = Duration::from_millis(50);

pub(crate) fn routes() -> Routes {
    Routes::new().post("/supervisor/{*path}", answer)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    uuid: Option<String>,
    device_id: Option<i64>,
    app_id: Option<i64>,
    method: Option<String>,
    data: Option<Value>,
}

async fn answer(
    State(state): State<Shared>,
    Path(path): Path<String>,
    Known(caller): Known,
    Body(asked): Body<Asked>,
) -> Result<Response, Refusal> {
    if !matches!(caller.access, Access::User { .. } | Access::Device { .. }) {
        return Err(Refusal::Unauthorized);
    }
    if !is_plain_path(&path) {
        return Err(Refusal::bad("The path is none of a supervisor's."));
    }
    let whom = match (asked.uuid, asked.device_id, asked.app_id) {
        (Some(uuid), _, _) => Whom::Uuid(uuid),
        (None, Some(id), _) => Whom::Device(id),
        (None, None, Some(id)) => Whom::Fleet(id),
        (None, None, None) => return Err(Refusal::bad("At least one filter must be specified")),
    };
    let method = match asked.method.as_deref().map(str::to_ascii_uppercase).as_deref() {
        None | Some("POST") => Method::POST,
        Some("GET") => Method::GET,
        Some("HEAD") => Method::HEAD,
        Some("PUT") => Method::PUT,
        Some("PATCH") => Method::PATCH,
        Some("DELETE") => Method::DELETE,
        Some(_) => return Err(Refusal::bad("method: the supervisor knows GET, HEAD, POST, PUT, PATCH and DELETE")),
    };
    let commands = !matches!(method, Method::GET | Method::HEAD);
    let found = find(&state, caller.access, &whom, commands).await?;
    let question = Ask { method, path, data: asked.data, within: state.config.supervisor_timeout };
    match found.as_slice() {
        [] => Err(Refusal::not_found("No online device(s) found")),
        [one] => Ok(single(ask(&one.link, &one.supervisor, question).await)),
        many => Ok(several(many, &question).await),
    }
}

fn single(answer: Result<Relayed, RelayError>) -> Response {
    match answer {
        Ok(Relayed::Json(status, body)) => (status, Json(body)).into_response(),
        Ok(Relayed::Text(status, body)) => (status, body).into_response(),
        Ok(Relayed::Empty(status)) => status.into_response(),
        Err(error) => {
            let (status, body) = failed(&error);
            (status, Json(body)).into_response()
        }
    }
}

fn failed(error: &RelayError) -> (StatusCode, Value) {
    match error {
        RelayError::Bad => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": "Bad API response from supervisor" })),
        RelayError::TimedOut => (StatusCode::BAD_GATEWAY, json!({ "error": "The device did not answer in time" })),
        other => (StatusCode::BAD_GATEWAY, json!({ "error": other.to_string() })),
    }
}

/// 207: each device's answer, with whose it is. The devices are asked one after the other's start, not its end.
async fn several(devices: &[Found], question: &Ask) -> Response {
    let asks = devices.iter().zip(0_u32..).map(|(device, place)| async move {
        tokio::time::sleep(SPACING * place).await;
        let (status, body) = match ask(&device.link, &device.supervisor, question.clone()).await {
            Ok(Relayed::Json(status, body)) => (status, body),
            Ok(Relayed::Text(status, body)) => (status, Value::String(body)),
            Ok(Relayed::Empty(status)) => (status, Value::String(String::new())),
            Err(error) => failed(&error),
        };
        json!({ "statusCode": status.as_u16(), "body": body, "deviceId": device.id, "uuid": device.supervisor.uuid })
    });
    let answers: Vec<Value> = futures_util::future::join_all(asks).await;
    (StatusCode::MULTI_STATUS, Json(answers)).into_response()
}
