//! `POST /supervisor/<path>`: finds the devices meant, asks each, and passes on what they say.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use store::access::Access;
use store::doer::Doer;

use crate::auth::caller::{Caller, Maybe};
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::{Shared, State as Platform};
use crate::supervisor::asked;
use crate::supervisor::find::{Found, find};
use crate::supervisor::note::Note;
use crate::supervisor::relay::{Ask, RelayError, Relayed, ask, is_plain_path};

/// Between two devices asked by one request.
const SPACING: Duration = Duration::from_millis(50);

pub(crate) fn routes() -> Routes {
    Routes::new().post("/supervisor/{*path}", answer)
}

async fn answer(
    State(state): State<Shared>,
    Path(path): Path<String>,
    Maybe(caller): Maybe,
    Body(body): Body<Value>,
) -> Result<Response, Refusal> {
    let asked = asked::read(&body)?;
    let key = caller.as_ref().and_then(Caller::key);
    let access = caller.map_or(Access::Guest, |caller| caller.access);
    if !matches!(access, Access::User { .. } | Access::Device { .. } | Access::VpnService) {
        return Err(Refusal::Unauthorized);
    }
    let commands = !matches!(asked.method, Method::GET | Method::HEAD);
    let found = find(&state, access, &asked.whom, commands).await?;
    if !found.is_empty() && !is_plain_path(&path) {
        return Err(Refusal::bad("The path is none of a supervisor's."));
    }
    let note = commands.then(|| Note::of(Doer::of(access, key), &path, asked.data.as_ref()));
    let question = Ask { method: asked.method, path, data: asked.data, within: state.config.supervisor_timeout };
    match found.as_slice() {
        [] => Err(Refusal::not_found("No online device(s) found")),
        [one] => {
            let answer = ask(&state, &one.reach, &one.supervisor, question).await;
            if let Some(note) = note {
                note.keep(&state, one.id, &answer).await;
            }
            Ok(single(answer))
        }
        many => Ok(several(&state, many, &question, note.as_ref()).await),
    }
}

fn single(answer: Result<Relayed, RelayError>) -> Response {
    match answer {
        Ok(Relayed::Json(status, body)) => (status, Json(body)).into_response(),
        Ok(Relayed::Text(status, body)) => (status, body).into_response(),
        Ok(Relayed::Empty(status)) => status.into_response(),
        Err(RelayError::Bad) => {
            let body = json!({ "error": "Bad API response from supervisor" });
            (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
        }
        Err(error) => {
            let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (StatusCode::BAD_GATEWAY, html, escaped(&error.to_string())).into_response()
        }
    }
}

/// Part of it may be a device's words.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// 207: each device's answer, with whose it is. The devices are asked one after the other's start, not its end.
async fn several(state: &Platform, devices: &[Found], question: &Ask, note: Option<&Note>) -> Response {
    let asks = devices.iter().zip(0_u32..).map(|(device, place)| async move {
        tokio::time::sleep(SPACING * place).await;
        let answer = ask(state, &device.reach, &device.supervisor, question.clone()).await;
        if let Some(note) = note {
            note.keep(state, device.id, &answer).await;
        }
        let (status, body) = match answer {
            Ok(Relayed::Json(status, body)) => (status, body),
            Ok(Relayed::Text(status, body)) => (status, Value::String(body)),
            Ok(Relayed::Empty(status)) => (status, Value::String(String::new())),
            Err(RelayError::Bad) => {
                (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": "Bad API response from supervisor" }))
            }
            Err(error) => (StatusCode::BAD_GATEWAY, json!({ "error": error.to_string() })),
        };
        json!({ "statusCode": status.as_u16(), "body": body, "deviceId": device.id, "uuid": device.supervisor.uuid })
    });
    let answers: Vec<Value> = futures_util::future::join_all(asks).await;
    (StatusCode::MULTI_STATUS, Json(answers)).into_response()
}
