//! What a page asks to be written of variables, and what came of it.

use crate::variable::{Level, Slot};
use crate::variable_plan::Step;

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Sets a variable that was `expected` when it was looked at (none: not set).
    Set { slot: Slot, name: String, expected: Option<String>, value: String },
    /// Takes one away.
    Remove { level: Level, id: i64 },
    /// Sets it at a weaker level, then takes the stronger one away.
    Promote { slot: Slot, name: String, value: String, level: Level, id: i64 },
    /// A step of a plan, whatever was there before.
    Step(Step),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Done,
    /// Nothing was written: somebody else set this value meanwhile, or took it away.
    Meanwhile(Option<String>),
    /// The sentence for the person.
    Failed(String),
}
