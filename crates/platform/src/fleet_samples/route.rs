//! `GET /binnacle/v1/fleets/{id}/states[?since=…&every=…]`: `since` in milliseconds since 1970, `every` in seconds.

use axum::Json;
use axum::extract::{Path, Query, State};
use odata::Query as Rows;
use serde::Deserialize;
use store::clock::now_ms;
use store::fleet_samples::{self, Series};
use wire::fleet_states::{FleetStates, KEPT_MS, MAX_SAMPLES, PATH};

use crate::auth::caller::Person;
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::Shared;

/// Without `since`: the last day.
const DAY_MS: i64 = 86_400_000;
/// Without `every`: a quarter of an hour.
const QUARTER_S: i64 = 900;

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, states)
}

#[derive(Debug, Deserialize)]
struct Asked {
    since: Option<i64>,
    every: Option<i64>,
}

async fn states(
    State(state): State<Shared>,
    Person { caller, .. }: Person,
    fleet: Result<Path<i64>, axum::extract::rejection::PathRejection>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<FleetStates>, Refusal> {
    let Path(fleet) = fleet.map_err(|_| Refusal::not_found("There is no such fleet"))?;
    let Query(asked) = asked
        .map_err(|_| Refusal::bad("`since` is a number of milliseconds since 1970, and `every` a number of seconds"))?;
    let query = Rows::of("application").id(fleet).select(["id"]);
    let seen = state.store.odata(caller.access, query.into_request()).await?;
    if seen.as_array().is_none_or(Vec::is_empty) {
        return Err(Refusal::not_found("There is no such fleet"));
    }
    let now = now_ms();
    let since = asked.since.unwrap_or(now - DAY_MS).clamp(now - KEPT_MS, now);
    // One slot may be begun at either end.
    let least = (now - since) / 1_000 / (MAX_SAMPLES - 2) + 1;
    let every = asked.every.unwrap_or(QUARTER_S).clamp(1, KEPT_MS / 1_000).max(least);
    let series = if now - since <= Series::Minutes.kept_ms() { Series::Minutes } else { Series::HalfHours };
    let (samples, target) = state
        .store
        .read(move |connection| {
            let samples = fleet_samples::read(connection, fleet, series, since, every * 1_000)?;
            Ok((samples, fleet_samples::target_since(connection, fleet)?))
        })
        .await?;
    Ok(Json(FleetStates { every: u32::try_from(every).unwrap_or(u32::MAX), samples, target }))
}
