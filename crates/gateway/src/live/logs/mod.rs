//! Logs: one stream of the API for each device, a ring of its recent lines, and cursors into it (docs/adr/0028).

mod array;
mod backoff;
mod batch;
mod feed;
pub(crate) mod filter;
mod followed;
pub(crate) mod hub;
mod joins;
mod lines;
mod part;
mod past;
mod place;
mod received;
mod request;
mod rights;
mod ring;
mod source;
mod sources;
pub(crate) mod subscription;
mod turn;
mod watch;
