//! The change bus over plain HTTP: a request that waits until something changes.

use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use tokio::time::timeout;
use wire::change::{Changes as Answer, MAX_WAIT, PATH};
use wire::live::Cursor;

use crate::auth::caller::Person;
use crate::bus::changes::Event;
use crate::following::follow::follow;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::Shared;

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, changes)
}

/// The query: a position, both parts or none, and how long to wait.
#[derive(Debug, Deserialize)]
struct Asked {
    epoch: Option<String>,
    sequence: Option<u64>,
    #[serde(default)]
    wait: u64,
}

async fn changes(
    State(state): State<Shared>,
    Person { user, caller }: Person,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Answer>, Refusal> {
    let bad =
        || Refusal::bad("A position is `epoch` and `sequence` of a former answer, and `wait` a number of seconds");
    let Query(asked) = asked.map_err(|_| bad())?;
    let since = match (asked.epoch, asked.sequence) {
        (Some(epoch), Some(sequence)) => Cursor { epoch, sequence },
        (None, None) => return Ok(Json(Answer { cursor: state.bus.now(), reset: false, changes: Vec::new() })),
        _ => return Err(bad()),
    };
    let mut changes = follow(&state, &caller, user, &since).await?;
    let wait = Duration::from_secs(asked.wait.min(MAX_WAIT));
    let (reset, found) = match timeout(wait, changes.next()).await {
        Ok(Some(Event::Changed(found))) => (false, found),
        Ok(Some(Event::Reset)) => (true, Vec::new()),
        // The right to follow has ended while the request waited.
        Ok(None) if !state.shutdown.is_cancelled() => return Err(Refusal::Unauthorized),
        Ok(None) | Err(_) => (false, Vec::new()),
    };
    Ok(Json(Answer { cursor: changes.cursor(), reset, changes: found }))
}
