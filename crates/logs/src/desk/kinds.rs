//! What a page asks of the kinds of messages in a log, and what it gets.

use serde::{Deserialize, Serialize};

use crate::kinds::{Boundary, Order};
use crate::level::Level;

/// What a page wants to be told for as long as it wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindsWish {
    /// At most so many of them.
    pub most: u32,
    pub order: Order,
    /// Only those that came with the [`Boundary`].
    pub only_new: bool,
    pub boundary: Boundary,
}

/// The kinds of messages in the rows that pass the filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShownKinds {
    /// Another one whenever counting began anew: numbers of kinds are of one run only.
    pub run: u32,
    pub kinds: Vec<ShownKind>,
    /// How many kinds there are, shown or not, and how many of them are new.
    pub count: u32,
    pub news: u32,
    /// Rows counted.
    pub rows: u32,
    /// All rows that pass have been counted.
    pub is_whole: bool,
    /// Of so many of the devices that have a boundary, rows from before it were seen.
    pub devices_before: u32,
}

/// One kind, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownKind {
    /// Its number in the run; none for what fits no kind.
    pub number: Option<u32>,
    /// What finds its lines ([`crate::sign::Sign`]); none for what fits no kind.
    pub sign: Option<String>,
    /// What is the same in all its lines, with `…` for what is not.
    pub text: String,
    pub level: Level,
    pub rows: u32,
    pub devices: u32,
    pub first_row: u64,
    pub last_row: u64,
    /// Milliseconds since the Unix epoch.
    pub first_ms: i64,
    pub last_ms: i64,
    pub is_new: bool,
}

/// The devices that wrote a kind, the most rows first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KindDevices {
    pub run: u32,
    pub number: Option<u32>,
    /// Name and rows.
    pub devices: Vec<(String, u32)>,
}
