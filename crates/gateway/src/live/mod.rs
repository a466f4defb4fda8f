//! `/live`: many subscriptions over one WebSocket (`wire::live`).

pub(crate) mod lines;
pub(crate) mod log_position;
pub(crate) mod log_stream;
pub(crate) mod logs;
pub(crate) mod outbox;
pub(crate) mod rows;
pub(crate) mod topic;
