//! The login page's bytes.

use anyhow::Result;

use super::figure::{Figure, Goal};
use crate::place;
use crate::spa::{self, size};

/// wasm, JS and CSS of the login page, compressed.
pub(crate) fn measure() -> Result<Vec<Figure>> {
    spa::ensure()?;
    let kilobytes = |bytes: u64| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1000.0;
    let total = size::table(&place::dist())?;
    Ok(vec![Figure {
        name: "login page, brotli",
        value: kilobytes(total),
        goal: Goal::AtMost(kilobytes(size::BUDGET)),
        unit: "kB",
    }])
}
