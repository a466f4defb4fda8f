//! `GET /device-types/v1`: the boards there are, for tools that do not speak OData (balena-api.md §4).

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::route_table::Routes;
use crate::rows::rows;
use crate::state::Shared;

const QUERY: &str = "device_type?$select=slug,name&$expand=is_of__cpu_architecture($select=slug)&$orderby=slug%20asc";

pub(crate) fn routes() -> Routes {
    Routes::new().get("/device-types/v1", all).get("/device-types/v1/{slug}", one)
}

#[derive(Deserialize)]
struct Architecture {
    slug: String,
}

#[derive(Deserialize)]
struct Row {
    slug: String,
    name: String,
    #[serde(rename = "is_of__cpu_architecture")]
    architecture: Vec<Architecture>,
}

impl Row {
    fn into_json(self) -> Value {
        let arch = self.architecture.into_iter().next().map(|architecture| architecture.slug);
        json!({ "slug": self.slug, "name": self.name, "arch": arch, "state": "RELEASED", "options": [] })
    }
}

async fn all(State(state): State<Shared>) -> Result<Json<Vec<Value>>, Refusal> {
    let found: Vec<Row> = rows(&state, Access::Guest, QUERY).await?;
    Ok(Json(found.into_iter().map(Row::into_json).collect()))
}

async fn one(State(state): State<Shared>, Path(slug): Path<String>) -> Result<Json<Value>, Refusal> {
    let found: Vec<Row> = rows(&state, Access::Guest, QUERY).await?;
    let found = found.into_iter().find(|row| row.slug == slug);
    found.map(|row| Json(row.into_json())).ok_or_else(|| Refusal::not_found(format!("Unknown device type {slug}")))
}
