//! `POST /device/v2/:uuid/logs`: up to ten lines at once, as older supervisors send them.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use http::StatusCode;
use wire::log_line::DeviceLogLine;

use crate::auth::caller::Key;
use crate::auth::own;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::logs::append::append;
use crate::logs::ndjson::{Line, cut};
use crate::state::Shared;

/// The most lines of one batch (balena-api.md §8).
const MOST: usize = 10;

pub(crate) async fn receive(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    Key(caller): Key,
    Body(lines): Body<Vec<DeviceLogLine>>,
) -> Result<impl IntoResponse, Refusal> {
    let device = own::device(&state, &caller, &uuid).await?;
    if lines.len() > MOST {
        return Err(Refusal::bad("Batches cannot include more than 10 logs"));
    }
    let lines = lines.into_iter().map(|line| Line::Log(cut(line))).collect();
    append(&state, device, None, lines).await?;
    Ok(StatusCode::CREATED)
}
