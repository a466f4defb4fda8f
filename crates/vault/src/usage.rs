//! What is kept, in numbers for the page.

/// All that is kept of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// On the disk.
    pub bytes: u64,
    pub devices: usize,
    pub lines: u64,
    /// When the oldest line came to the server, in milliseconds since 1970; `None` if nothing is kept.
    pub oldest_ms: Option<i64>,
}

/// Where a device's kept log begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// When its first entry came to the server, in milliseconds since 1970.
    pub at_ms: i64,
    /// Lines that were kept before it and let go to stay within the limits.
    pub let_go: u64,
}

/// Where a device's log was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// The highest number of a line; `None` where lines have no numbers, or the server began to count anew.
    pub sequence: Option<u64>,
    /// When the last line came to the server, in milliseconds since 1970.
    pub created_at: i64,
}

/// What could not be read when the vault was opened, and was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unreadable {
    /// Damaged, or of another version of Binnacle.
    pub files: usize,
    pub bytes: u64,
}
