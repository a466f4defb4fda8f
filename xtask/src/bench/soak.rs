//! A page with 100,000 devices that change a thousand times a second: how soon it shows, and what grows.

use anyhow::Result;

use super::browser;
use super::figure::{Figure, Goal};
use super::printed::Expected;

const EXPECTED: &[Expected] = &[
    Expected { name: "first_rows", goal: Goal::AtMost(1.5), unit: "s" },
    Expected { name: "heap_growth", goal: Goal::AtMost(5.0), unit: "%" },
    Expected { name: "node_growth", goal: Goal::AtMost(5.0), unit: "%" },
    Expected { name: "changes_a_second", goal: Goal::AtLeast(990.0), unit: "/s" },
];

/// `BINNACLE_SOAK_MINUTES` makes a short try of it; the goals are for ten.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    browser::measure("soak", EXPECTED)
}
