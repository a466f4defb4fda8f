//! `/live`: many subscriptions over one WebSocket (`wire::live`).

pub(crate) mod logs;
pub(crate) mod outbox;
pub(crate) mod rows;
pub(crate) mod topic;
