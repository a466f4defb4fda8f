//! `GET /binnacle/v1/devices/{uuid}/metrics`: the samples of a day or a week.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use store::clock::now_ms;
use store::device_metrics::{self, Span};
use wire::device_metrics::{MetricSample, MetricSamples};

use super::seen::seen;
use crate::auth::caller::Maybe;
use crate::http::refusal::Refusal;
use crate::state::Shared;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    span: Wanted,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wanted {
    #[default]
    Day,
    Week,
}

pub(super) async fn answer(
    State(state): State<Shared>,
    Path(uuid): Path<String>,
    Maybe(caller): Maybe,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<MetricSamples>, Refusal> {
    let device = seen(&state, caller, uuid).await?;
    let Query(Asked { span }) = asked.map_err(|_| Refusal::bad("`span` is day or week."))?;
    let (span, step_ms) = match span {
        Wanted::Day => (Span::Day, 5 * 60_000),
        Wanted::Week => (Span::Week, 60 * 60_000),
    };
    let found = state.store.read(move |connection| device_metrics::read(connection, device, span, now_ms())).await?;
    let samples = found
        .into_iter()
        .map(|one| MetricSample(one.at_ms, one.cpu_usage, one.cpu_temp, one.memory_usage, one.storage_usage))
        .collect();
    Ok(Json(MetricSamples { step_ms, samples }))
}
