//! How long the first load takes: on a slow network with a slow machine, and without a brake.

use anyhow::Result;

use super::browser;
use super::figure::{Figure, Goal};
use super::printed::Expected;

const EXPECTED: &[Expected] = &[
    Expected { name: "slow_first_paint", goal: Goal::AtMost(2.0), unit: "s" },
    Expected { name: "slow_login_ready", goal: Goal::AtMost(5.5), unit: "s" },
    Expected { name: "slow_login_kb", goal: Goal::AtMost(360.0), unit: "kB" },
    Expected { name: "plain_blocked", goal: Goal::AtMost(50.0), unit: "ms" },
    Expected { name: "plain_fleet_after_login", goal: Goal::AtMost(1.0), unit: "s" },
    Expected { name: "slow_fleet_after_login", goal: Goal::AtMost(1.0), unit: "s" },
];

/// Medians of five visits each.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    browser::measure("load", EXPECTED)
}
