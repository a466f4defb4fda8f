//! `GET /device-types/v1`: all device types, one of them, and how large an OS image of it is.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use crate::device_types::{builds, download_size, json, known, slug};
use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::state::{Shared, State as Platform};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/device-types/v1", all)
        .get("/device-types/v1/{slug}", one)
        .get("/device-types/v1/{slug}/images/{version}/download-size", download_size::get)
}

async fn all(State(state): State<Shared>) -> Result<Json<Vec<Value>>, Refusal> {
    let builds = builds::newest(&state).await?;
    let least = least_minutes(&state);
    let types = known::all(&state).await?;
    let described = |known: &known::Known| json::device_type(known, builds.get(&known.slug).map(String::as_str), least);
    Ok(Json(types.iter().map(described).collect()))
}

/// By its slug or an alias.
async fn one(State(state): State<Shared>, Path(name): Path<String>) -> Result<Json<Value>, Refusal> {
    slug::check(&name)?;
    let known = known::named(&state, &name).await?;
    let builds = builds::newest(&state).await?;
    let build = builds.get(&known.slug).map(String::as_str);
    Ok(Json(json::device_type(&known, build, least_minutes(&state))))
}

fn least_minutes(state: &Platform) -> u64 {
    state.config.poll_interval.as_secs().div_ceil(60).max(1)
}
