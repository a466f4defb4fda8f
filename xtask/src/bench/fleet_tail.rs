//! The merged log of 2,000 devices at ten lines a second each for a minute: frames, and every device's lines accounted for.

use anyhow::Result;

use super::figure::Figure;
use super::{log_flood, log_page};

/// `BINNACLE_SECONDS` and `BINNACLE_DEVICES` make a small try of it; the goals are for sixty and 2,000.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    log_page::measure("fleet-tail", log_flood::EXPECTED)
}
