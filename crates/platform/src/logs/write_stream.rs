//! `POST /device/v2/:uuid/log-stream`: lines as they are written, kept in groups, answered when all are on the disk.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use futures_util::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use store::logs::Session;
use tokio::time::{Instant, sleep_until};
use wire::log_line::{LOG_OFFSET_HEADER, LOG_SESSION_HEADER};

use crate::auth::caller::Key;
use crate::auth::own;
use crate::http::refusal::Refusal;
use crate::logs::append::append;
use crate::logs::ndjson::{Line, Lines};
use crate::state::Shared;

/// Lines wait so long for company before they are written.
const GROUP_FOR: Duration = Duration::from_millis(100);
/// So many lines are written without waiting.
const GROUP: usize = 1_000;

pub(crate) async fn receive(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    Key(caller): Key,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Refusal> {
    let device = own::device(&state, &caller, &uuid).await?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|value| value != "application/x-ndjson") {
        return Err(Refusal::Says(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Streaming requests require Content-Type application/x-ndjson".to_owned(),
        ));
    }
    let mut run = Run { state: &state, device, session: session(&headers)?, waiting: Vec::new() };
    let mut chunks = body.into_data_stream();
    let mut lines = Lines::default();
    let mut due = Instant::now();
    loop {
        let was_empty = run.waiting.is_empty();
        tokio::select! {
            chunk = chunks.next() => match chunk {
                Some(Ok(bytes)) => run.waiting.extend(lines.feed(&bytes)),
                Some(Err(_)) => {
                    // The connection broke: whole lines are kept, the device sends the rest again.
                    run.write().await?;
                    return Err(Refusal::bad("The body broke off."));
                }
                None => {
                    run.waiting.extend(lines.finish());
                    run.write().await?;
                    return Ok(StatusCode::CREATED);
                }
            },
            () = sleep_until(due), if !was_empty => run.write().await?,
            () = state.shutdown.cancelled() => {
                run.write().await?;
                return Err(Refusal::Empty(StatusCode::SERVICE_UNAVAILABLE));
            }
        }
        if was_empty {
            due = Instant::now() + GROUP_FOR;
        }
        if run.waiting.len() >= GROUP {
            run.write().await?;
        }
    }
}

/// One request's lines, numbered on.
struct Run<'a> {
    state: &'a Shared,
    device: i64,
    session: Option<Session>,
    waiting: Vec<Line>,
}

impl Run<'_> {
    async fn write(&mut self) -> Result<(), Refusal> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.waiting);
        let count = lines.len();
        append(self.state, self.device, self.session.clone(), lines).await?;
        if let Some(session) = &mut self.session {
            session.first_offset += u64::try_from(count).unwrap_or(u64::MAX);
        }
        Ok(())
    }
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
