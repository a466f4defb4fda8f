//! What a page is told of a log.

use serde::{Deserialize, Serialize};

use super::keeping::Keeping;
use super::kinds::{KindDevices, ShownKinds};
use super::shown::Shown;
use crate::timeline::Timeline;

/// An answer. A file for the reader comes beside these, as an object of the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tell {
    Shown(Box<Shown>),
    /// The row stepped to.
    Stepped(Option<u64>),
    Timeline(Option<Timeline>),
    /// The row that an address named; `None`: all there is was read, and it is not among it.
    Found(Option<u64>),
    /// Lines were put in the place of a gap: the number of the first, or none could be had. Rows after them have other numbers now.
    Filled(Option<u64>),
    /// Rows for the clipboard.
    Text {
        text: String,
        rows: u32,
    },
    /// At most twice a second, and only where something is new.
    Kinds(Box<ShownKinds>),
    KindDevices(KindDevices),
    /// What finds the kind of the row ([`crate::sign::Sign`]); `None` where the row has gone.
    Sign(Option<String>),
    /// Where the streams stand; told when it changes.
    Streams(Streams),
    /// Whether the log is kept in this browser; told when it changes.
    Keeping(Keeping),
    /// Keeping failed: a sentence, told once. The log itself goes on.
    NotKept(String),
}

/// How many devices' streams stand how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Streams {
    pub followed: u32,
    /// Their past has been read.
    pub live: u32,
    /// Broken, being taken up again.
    pub lost: u32,
    /// Cannot be had.
    pub refused: u32,
    /// Why the last one was refused.
    pub why: Option<String>,
    /// Lines in the last second.
    pub lines_a_second: u32,
}
