//! What a page gets to see.

use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::line::{Gap, Span};

/// An answer to a [`super::look::Look`], also given again whenever the log has grown since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shown {
    pub turn: u32,
    /// Rows the log holds, gaps included.
    pub held: u64,
    /// Rows let go to keep within bounds.
    pub trimmed: u64,
    /// The number the next row will get.
    pub next: u64,
    /// Bytes the log holds.
    pub bytes: u64,
    /// Positions: rows that pass the filter, alike ones counted once where they are folded.
    pub len: u32,
    /// The position of the first of `rows`.
    pub first: u32,
    pub rows: Vec<ShownRow>,
    /// The position of the row that a [`super::look::Window::Around`] asked for, or of the next.
    pub anchor: Option<u32>,
    pub mark: Option<Mark>,
    /// Positions from the row on that the reader stopped following at.
    pub unseen: u32,
    /// How many rows hold the text; `None` when none is looked for.
    pub hits: Option<u32>,
    /// What is wrong with an expression.
    pub problem: Option<String>,
    /// Sources with the rows each has.
    pub sources: Vec<(String, u32)>,
    /// Devices that have written.
    pub devices: u32,
    /// Rows of each level, from the least on.
    pub levels: [u32; 4],
}

/// Where the marked row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its position; none when the filter hides it.
    pub position: Option<u32>,
    /// The index among the rows with the text, if it is one.
    pub hit: Option<u32>,
}

/// A row, ready to be drawn.
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own about a line")]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ShownRow {
    /// Stays the same for the log's life.
    pub number: u64,
    /// The number its device gave it; 0 where lines are not numbered.
    pub sequence: u64,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// What the other clock showed more, in milliseconds.
    pub skew_ms: i32,
    /// Empty where the log is of one device.
    pub device: String,
    pub source: String,
    pub text: String,
    /// Some of the text was left out at its end.
    pub is_cut: bool,
    pub spans: Vec<Span>,
    /// Byte ranges that hold what is looked for.
    pub found: Vec<(usize, usize)>,
    pub level: Level,
    pub stderr: bool,
    pub system: bool,
    pub gap: Option<Gap>,
    /// A JSON object ends it: it can be opened.
    pub is_structured: bool,
    /// Rows like it that follow it, itself counted.
    pub alike: Option<Alike>,
}

/// A group of rows that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Alike {
    pub rows: u32,
    pub devices: u32,
    /// The time of the last one, in milliseconds since the Unix epoch.
    pub until_ms: i64,
    /// Its rows are shown one by one.
    pub is_open: bool,
}
