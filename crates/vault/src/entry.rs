//! What is kept of a device's log: lines, and where some are missing.

use std::sync::Arc;

/// Most bytes kept of a message; the wire's longest (10,000 characters) is below it.
pub const MOST_MESSAGE: usize = 64 * 1024;
/// Most bytes kept of a service's name.
pub const MOST_SERVICE: usize = 255;

/// A line with everything that shows it off-line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// Its number on the device, rising by one; `None` where the server does not number lines.
    pub sequence: Option<u64>,
    /// Milliseconds since 1970 at the server.
    pub created_at: i64,
    /// Milliseconds since 1970 by the device's clock.
    pub timestamp: i64,
    /// The service's name: its id means nothing without the server. The caller's own word for the device itself.
    pub service: Arc<str>,
    pub stderr: bool,
    /// Written by the supervisor about the device, not by a service.
    pub system: bool,
    /// As it came, control sequences and all.
    pub message: String,
}

/// One entry of a log that is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Line(KeptLine),
    /// Lines that are not here; `None` where nobody knows how many.
    Gap {
        missed: Option<u64>,
        at_ms: i64,
    },
    /// The server counts anew from here on: the next line's number says nothing about those before it.
    Restart {
        at_ms: i64,
    },
}

impl Entry {
    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Line(line) => size_of::<Self>() + line.message.len() + line.service.len(),
            Self::Gap { .. } | Self::Restart { .. } => size_of::<Self>(),
        }
    }
}
