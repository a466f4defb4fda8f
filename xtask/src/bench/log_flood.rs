//! 50,000 lines a second for a minute in a log view with a filter on: frames, and every line accounted for.

use anyhow::Result;

use super::figure::{Figure, Goal};
use super::log_page;
use super::printed::Expected;

/// Of a flood: that the page stays fluent, and that no line is lost or comes twice.
pub(crate) const EXPECTED: &[Expected] = &[
    Expected { name: "frames", goal: Goal::AtLeast(50.0), unit: "/s" },
    Expected { name: "lost", goal: Goal::AtMost(0.0), unit: "" },
    Expected { name: "doubled_or_astray", goal: Goal::AtMost(0.0), unit: "" },
];

/// `BINNACLE_SECONDS` makes a short try of it; the goals are for sixty.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    log_page::measure("log-flood", EXPECTED)
}
