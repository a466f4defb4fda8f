//! `GET /binnacle/v1/devices/{uuid}/history`: newest first, in pages.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use model::device_event::Half;
use model::timestamp::Timestamp;
use serde::Deserialize;
use store::device_history::{self, Event, Sort};
use wire::device_history::{EventRow, History};

use super::seen::seen;
use crate::auth::caller::Maybe;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// The most events of one answer.
const PAGE: u32 = 100;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
    of: Option<Half>,
}

pub(super) async fn answer(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    Maybe(caller): Maybe,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<History>, Refusal> {
    let device = seen(&state, caller, uuid).await?;
    let Query(Asked { before, of }) =
        asked.map_err(|_| Refusal::bad("`before` is the id of an event, `of` is done or state."))?;
    let sort = of.map(|half| match half {
        Half::Done => Sort::Done,
        Half::State => Sort::State,
    });
    let mut events =
        state.store.read(move |connection| device_history::read(connection, device, sort, before, PAGE + 1)).await?;
    let has_more = events.len() > PAGE as usize;
    events.truncate(PAGE as usize);
    Ok(Json(History { events: events.into_iter().map(row).collect(), has_more }))
}

fn row(event: Event) -> EventRow {
    EventRow {
        id: event.id,
        at: Timestamp::from_millis(event.at_ms),
        kind: event.kind,
        subject: event.subject,
        was: event.was,
        became: event.became,
        doer: event.doer,
        user: event.user,
        key: event.key,
    }
}
