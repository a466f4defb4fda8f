//! `POST /device/v2/:uuid/logs`: up to ten lines at once, as older supervisors send them.

use std::time::{Duration, Instant};

use axum::extract::{FromRequest as _, Path, Request, State};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::auth::caller::Maybe;
use crate::http::body::MAX_BODY;
use crate::http::refusal::Refusal;
use crate::logs::may_write;
use crate::logs::pending::Pending;
use crate::logs::sent::{Row, Sent};
use crate::logs::unicode::as_unicode;
use crate::state::Shared;

/// The most lines of one batch (balena-api.md §8).
const MOST: usize = 10;

/// 201, empty, when the lines are on the disk. In order: 401 for an unknown device, 401 for no key, 400 for what is no
/// batch, 201 for a batch of nothing, 401 for a key that may not, 429.
pub(crate) async fn receive(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    caller: Maybe,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let caller = may_write::key(&state, &uuid, caller).await?;
    let headers = request.headers().clone();
    let body = Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large(MAX_BODY),
        _ => Refusal::bad("The body broke off."),
    })?;
    let text = if is_json(&headers) && !body.is_empty() { as_unicode(&body) } else { "{}".into() };
    let lines = parse(&text)?;
    if lines.is_empty() {
        return Ok(StatusCode::CREATED);
    }
    let device = may_write::device(&state, &caller, &uuid).await?;
    let mut pending = Pending::default();
    for line in lines {
        pending.push(&line.line().ok_or(Refusal::Empty(StatusCode::BAD_REQUEST))?);
    }
    state.log_limit.count(device, Instant::now()).map_err(|wait| Refusal::TooMany { retry_after: seconds(wait) })?;
    state.log_writer.append(pending.take(device, None)).await.map_err(may_write::refusal)?;
    Ok(StatusCode::CREATED)
}

/// The lines to keep. 400: the original's page for what is no JSON, a sentence for too many, no body for what is no batch.
fn parse(text: &str) -> Result<Vec<Sent<'_>>, Refusal> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(Refusal::malformed());
    }
    let rows: Vec<Row<'_>> = serde_json::from_str(text).map_err(|error| {
        if error.is_data() { Refusal::Empty(StatusCode::BAD_REQUEST) } else { Refusal::malformed() }
    })?;
    let count = rows.len();
    let mut lines = Vec::with_capacity(count.min(MOST));
    for row in rows {
        match row {
            Row::Line(sent) if sent.fits_a_batch() => lines.push(*sent),
            _ => return Err(Refusal::Empty(StatusCode::BAD_REQUEST)),
        }
    }
    if count > MOST {
        return Err(Refusal::bad("Batches cannot include more than 10 logs"));
    }
    lines.retain(|sent| !sent.is_of_another());
    Ok(lines)
}

/// Whole seconds, no less than it takes.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Other bodies are not read, as the original does not.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.strip_prefix("application/")
        .is_some_and(|rest| rest == "json" || rest.ends_with("+json") || rest == "csp-report")
}
