//! Logs of devices: written by them, read by people, as history and as a stream (balena-api.md §8).

use crate::route_table::Routes;

mod asked;
mod batch;
pub(crate) mod encoding;
mod follow;
mod history;
mod may_write;
mod ndjson;
mod pending;
mod read;
mod reader;
mod sent;
mod unicode;
mod write_stream;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/device/v2/{uuid}/logs", read::answer)
        .post("/device/v2/{uuid}/logs", batch::receive)
        .post("/device/v2/{uuid}/log-stream", write_stream::receive)
}
