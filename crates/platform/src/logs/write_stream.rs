//! `POST /device/v2/:uuid/log-stream`: lines as they are written, kept in groups, answered when all are on the disk.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use futures_util::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use store::logs::append::Session;
use tokio::time::{Instant, sleep_until};
use wire::log_line::{DeviceLogLine, LOG_OFFSET_HEADER, LOG_SESSION_HEADER};

use crate::auth::caller::Maybe;
use crate::auth::standing::{Right, Standing};
use crate::http::refusal::Refusal;
use crate::logs::may_write;
use crate::logs::ndjson::{Line, Lines};
use crate::logs::pending::{Pending, warning};
use crate::logs::sent::Row;
use crate::logs::unicode::as_unicode;
use crate::state::Shared;

/// Lines wait so long for company before they are written.
const GROUP_FOR: Duration = Duration::from_millis(20);
/// So many bytes are written without waiting. The device is not read meanwhile: it waits.
const GROUP_BYTES: usize = 256 * 1024;
/// So much of a row that is no JSON is told, in characters.
const TOLD: usize = 50;

pub(crate) async fn receive(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    caller: Maybe,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let caller = may_write::key(&state, &uuid, caller).await?;
    let device = may_write::device(&state, &caller, &uuid).await?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|value| value != "application/x-ndjson") {
        return Err(Refusal::Says(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Streaming requests require Content-Type application/x-ndjson".to_owned(),
        ));
    }
    let mut run = Run { state: &state, device, session: session(&headers)?, pending: Pending::default(), bad: None };
    let ended = Standing::new(&state, &caller, Right::Command { device }).ended();
    tokio::pin!(ended);
    let mut chunks = body.into_data_stream();
    let mut lines = Lines::default();
    let mut due = Instant::now();
    loop {
        let was_empty = run.pending.is_empty();
        tokio::select! {
            chunk = chunks.next() => match chunk {
                Some(Ok(bytes)) => {
                    lines.feed(&bytes, |line| run.take(line));
                    if let Some(row) = run.bad.take() {
                        run.write().await?;
                        return Ok(row.into_response());
                    }
                }
                Some(Err(_)) => {
                    // The connection broke, or what it carried: whole lines are kept, the device sends the rest again.
                    run.write().await?;
                    return Err(Refusal::bad("The body broke off."));
                }
                None => {
                    // The original has answered before it looks at a row without an end.
                    lines.finish(|line| run.take(line));
                    run.write().await?;
                    return Ok(StatusCode::CREATED.into_response());
                }
            },
            () = sleep_until(due), if !was_empty => run.write().await?,
            () = &mut ended => {
                run.write().await?;
                return Err(Refusal::Unauthorized);
            }
            () = state.shutdown.cancelled() => {
                run.write().await?;
                return Err(Refusal::Empty(StatusCode::SERVICE_UNAVAILABLE));
            }
        }
        if was_empty {
            due = Instant::now() + GROUP_FOR;
        }
        if run.pending.bytes() >= GROUP_BYTES {
            run.write().await?;
        }
    }
}

/// A row that is no JSON ends the stream; the lines around it that have come are kept.
struct BadRow(String);

impl IntoResponse for BadRow {
    fn into_response(self) -> Response {
        let row = self.0.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let row = row.replace('"', "&quot;").replace('\'', "&#39;");
        (StatusCode::BAD_REQUEST, Html(format!("Could not parse row {row}..."))).into_response()
    }
}

/// One request's lines, numbered on.
struct Run<'a> {
    state: &'a Shared,
    device: i64,
    session: Option<Session>,
    pending: Pending,
    /// The first row that was no JSON.
    bad: Option<BadRow>,
}

impl Run<'_> {
    /// Takes a line. Where lines are numbered each keeps its number, so that nobody takes the log for whole; otherwise
    /// JSON that is no line is passed over.
    fn take(&mut self, line: Line<'_>) {
        let row = match line {
            Line::Text(text) => read(text),
            Line::TooLong => Err(BadRow("(too long)".to_owned())),
        };
        match row {
            Ok(Some(line)) => self.pending.push(&line),
            Ok(None) | Err(_) if self.session.is_some() => {
                self.pending.push(&warning("Warning: the device sent a line here that is no log line"));
            }
            Ok(None) => {}
            Err(row) => drop(self.bad.get_or_insert(row)),
        }
    }

    async fn write(&mut self) -> Result<(), Refusal> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let lines = self.pending.lines;
        let batch = self.pending.take(self.device, self.session.clone());
        self.state.log_writer.append(batch).await.map_err(may_write::refusal)?;
        if let Some(session) = &mut self.session {
            session.first_offset += lines;
        }
        Ok(())
    }
}

/// A row's line; none for JSON that is no line to keep.
fn read(text: &[u8]) -> Result<Option<DeviceLogLine>, BadRow> {
    let line = |row: Row<'_>| match row {
        Row::Line(sent) if !sent.is_of_another() => sent.line(),
        _ => None,
    };
    if let Ok(row) = serde_json::from_slice(text) {
        return Ok(line(row));
    }
    let text = as_unicode(text);
    serde_json::from_str(&text).map(line).map_err(|_| BadRow(text.chars().take(TOLD).collect()))
}

/// The headers by which lines are numbered; neither for a supervisor that does not.
fn session(headers: &HeaderMap) -> Result<Option<Session>, Refusal> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text(LOG_SESSION_HEADER), text(LOG_OFFSET_HEADER)) {
        (None, None) => Ok(None),
        (Some(id), Some(offset)) => {
            let is_id = id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit());
            match offset.parse() {
                Ok(offset) if is_id && offset < u64::MAX / 2 => {
                    Ok(Some(Session { name: id.to_ascii_lowercase(), first_offset: offset }))
                }
                _ => Err(Refusal::bad(format!(
                    "{LOG_SESSION_HEADER} has to be 16 hexadecimal digits and {LOG_OFFSET_HEADER} a number"
                ))),
            }
        }
        _ => Err(Refusal::bad(format!("{LOG_SESSION_HEADER} and {LOG_OFFSET_HEADER} belong together"))),
    }
}
