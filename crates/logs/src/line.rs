//! What goes into the log and what comes out of it: one line with its time, source and flags.

use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::style::Style;

/// One line as it arrived. Text may hold ANSI sequences and control characters; the log cleans it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Rises with every line of one device; a line at or below the last one was seen already and is dropped.
    /// `None` where the server does not number its lines: such a line is always taken.
    pub sequence: Option<u64>,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// What the other clock (the server's where `at_ms` is the device's, or the reverse) shows more: see [`skew_ms`].
    pub skew_ms: i32,
    /// The device's name; empty where the log is of one device.
    pub device: &'a str,
    /// The service's name; empty for the device itself (its supervisor).
    pub source: &'a str,
    pub text: &'a str,
    pub stderr: bool,
    /// Written by the supervisor about the device, not by a service.
    pub system: bool,
}

/// The name under which lines of the device itself are kept.
pub const SUPERVISOR: &str = "supervisor";

/// What a clock that shows `other_ms` has more than one that shows `at_ms`, in milliseconds; 24 days at most, either way.
pub fn skew_ms(at_ms: i64, other_ms: i64) -> i32 {
    let more = other_ms.saturating_sub(at_ms);
    i32::try_from(more).unwrap_or(if more < 0 { i32::MIN } else { i32::MAX })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(u8);

impl Flags {
    const STDERR: u8 = 1;
    const SYSTEM: u8 = 2;
    const GAP: u8 = 4;
    const LEVEL_SHIFT: u8 = 4;

    pub(crate) fn of(line: &Line<'_>, level: Level) -> Self {
        let stderr = if line.stderr { Self::STDERR } else { 0 };
        let system = if line.system { Self::SYSTEM } else { 0 };
        Self(stderr | system | (level as u8) << Self::LEVEL_SHIFT)
    }

    pub(crate) const fn gap() -> Self {
        Self(Self::GAP | (Level::Info as u8) << Self::LEVEL_SHIFT)
    }

    pub(crate) const fn is_stderr(self) -> bool {
        self.0 & Self::STDERR != 0
    }

    pub(crate) const fn is_system(self) -> bool {
        self.0 & Self::SYSTEM != 0
    }

    pub(crate) const fn is_gap(self) -> bool {
        self.0 & Self::GAP != 0
    }

    pub(crate) const fn level(self) -> Level {
        Level::of_bits(self.0 >> Self::LEVEL_SHIFT)
    }
}

/// A stretch of one row that looks the same: its byte range in the row's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub style: Style,
}

/// Lines that never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gap {
    Lines(u64),
    /// Nobody knows how many.
    Uncounted,
}

/// One row of the log, borrowed from its arena.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The row's number since the log was made; stays the same while older rows are trimmed.
    pub number: u64,
    /// Of a gap or an unnumbered line: that of the line before it.
    pub sequence: u64,
    pub at_ms: i64,
    /// What the other clock showed more, in milliseconds; 0 for a gap.
    pub skew_ms: i32,
    /// Empty where the log is of one device.
    pub device: &'a str,
    pub source: &'a str,
    /// Cleaned text: no escape sequence, no control character but the tab.
    pub text: &'a str,
    /// Where the text is not plain, in order, without overlap.
    pub spans: Vec<Span>,
    pub level: Level,
    pub stderr: bool,
    pub system: bool,
    /// Set when this row stands for lines that never arrived.
    pub gap: Option<Gap>,
}
