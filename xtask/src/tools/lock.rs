//! What Cargo.lock says.

use std::fs;

use anyhow::{Context as _, Result};

use crate::place;

/// The locked version of a package.
pub(crate) fn version_of(package: &str) -> Result<String> {
    let file = place::root().join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    find(&text, package).with_context(|| format!("Cargo.lock has no package `{package}`: is it still used?"))
}

fn find(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_a_version_by_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(find(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find(lock, "wasm"), None);
    }
}
