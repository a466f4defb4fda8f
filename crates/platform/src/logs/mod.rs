//! Logs of devices: written by them, read by people, as history and as a stream (balena-api.md §8).

use axum::Router;
use axum::routing::{get, post};

use crate::state::Shared;

mod append;
mod batch;
mod follow;
mod ndjson;
mod read;
mod write_stream;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/device/v2/{uuid}/logs", get(read::answer).post(batch::receive))
        .route("/device/v2/{uuid}/log-stream", post(write_stream::receive))
}
