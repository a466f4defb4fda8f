//! What devices ask of the API: to be registered, what to be, and to say what they are (balena-api.md §4, §7).

use axum::Router;
use axum::routing::{get, patch, post};

use crate::state::Shared;

mod register;
mod report;
mod tags;
mod target;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/device/register", post(register::register))
        .route("/device/v3/{uuid}/state", get(target::get))
        .route("/device/v3/state", patch(report::report))
        .route("/device/v3/tags", patch(tags::set))
}
