//! What a terminal socket tells the page.

use wire::terminal::State;

/// Something for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalEvent {
    /// Where the way to the shell stands.
    State(State),
    /// Output; acknowledge it by its length once it is parsed.
    Output(Vec<u8>),
    /// So many bytes of output are gone.
    Gap(u64),
    /// The shell ended.
    Exit { code: Option<u32>, message: String },
    /// It could not be opened.
    Refused(String),
    /// The socket broke; it is tried again after so many milliseconds.
    Lost { retry_in_ms: u32 },
    /// The same shell is there again.
    Resumed,
}
