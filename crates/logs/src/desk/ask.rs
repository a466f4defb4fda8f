//! What a page asks of a log.

use serde::{Deserialize, Serialize};

use super::keeping::KeepWish;
use super::kinds::KindsWish;
use super::look::Look;
use super::step::Step;

/// A question or a wish; the answers are [`super::tell::Tell`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Answered at once, and again whenever there is more to see and the page has drawn what it was told.
    Look(Look),
    /// The page has drawn what it was told last: it may be told more.
    Drawn,
    Step(Step),
    /// Bars of the density timeline, at most so many, now and while the log grows; 0 ends that.
    Timeline {
        bars: u32,
    },
    /// The row with this place, when it comes.
    Find(LinePlace),
    Take {
        what: Take,
        form: Form,
        is_utc: bool,
        to: Destination,
    },
    /// Opens (or closes again) the group of alike rows that begins with this one.
    Unfold {
        number: u64,
        is_open: bool,
    },
    /// Asks the API for the lines of the gap at this row, and puts them there; what could be had is told by
    /// [`super::tell::Tell::Filled`].
    Fill {
        number: u64,
    },
    /// About the lines that this browser keeps.
    Keep(KeepWish),
    /// Which kinds of messages there are in what passes, now and while the log grows; `None` ends that.
    Kinds(Option<KindsWish>),
    /// Which devices wrote a kind, by its number in a run of counting.
    KindDevices {
        run: u32,
        number: Option<u32>,
    },
    /// What finds the kind of a row, by the row's number.
    Sign {
        number: u64,
    },
    /// Forgets the rows held; what was read does not come again.
    Clear,
}

/// A line that an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinePlace {
    Sequence(u64),
    /// The first line at or after this moment, in milliseconds since the Unix epoch.
    Time(i64),
}

/// Which rows are taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Take {
    /// What passes the filter.
    Shown,
    /// Everything held.
    All,
    /// From the one to the other, by their numbers, of what passes.
    Range { first: u64, last: u64 },
}

/// How a row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Text,
    /// One JSON object a line.
    NdJson,
}

/// Where they are taken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    Clipboard,
    File,
}
