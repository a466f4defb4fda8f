//! The browser that the tests drive: Debian's chromium, or the one `BINNACLE_CHROMIUM` names.

use std::path::PathBuf;

use anyhow::Result;

use super::debian;

/// Where the browser is, installing it if there is none.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("BINNACLE_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    let path = PathBuf::from("/usr/bin/chromium");
    if !path.exists() {
        debian::install(&["chromium"], "the browser that the tests drive")?;
    }
    Ok(path)
}
