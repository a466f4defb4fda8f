//! Where the live connection stands, as the frame shows it.

/// The live connection. Moments are milliseconds since 1970 by this machine's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not asked for yet, or the first connection is being made.
    Connecting,
    Live,
    /// What is shown is from `since`; the next try is at `retry_at`.
    Lost {
        since: i64,
        retry_at: i64,
    },
}
