//! The change bus over plain HTTP: a request that waits until something changes.

use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use tokio::time::timeout;
use wire::change::{Changes as Answer, MAX_WAIT, PATH};
use wire::live::Cursor;

use crate::auth::caller::Person;
use crate::bus::changes::{Changes, Event};
use crate::bus::sight::Sight;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::rows;
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
    let fleets = rows::ids(&state, caller.access, "application").await?;
    let sight = Sight::new(state.store.clone(), user, fleets);
    let mut changes = Changes::new(state.bus.clone(), sight, &since, state.shutdown.clone());
    let wait = Duration::from_secs(asked.wait.min(MAX_WAIT));
    let event = timeout(wait, changes.next()).await.ok().flatten();
    let (reset, found) = match event {
        Some(Event::Changed(found)) => (false, found),
        Some(Event::Reset) => (true, Vec::new()),
        None => (false, Vec::new()),
    };
    Ok(Json(Answer { cursor: changes.cursor(), reset, changes: found }))
}
