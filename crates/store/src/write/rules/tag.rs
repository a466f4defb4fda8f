//! Tags: keys without blanks, and not of the platform's own (balena-api.md §6.6).

use crate::error::StoreError;

use super::super::values::Values;

const NAMESPACES: [&str; 2] = ["io.resin.", "io.balena."];

pub(super) fn check(values: &Values) -> Result<(), StoreError> {
    let Some(key) = values.text("tag_key") else { return Ok(()) };
    // JavaScript counts the byte order mark among the blanks.
    if key.chars().any(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(StoreError::rule("Tag keys cannot contain whitespace."));
    }
    match NAMESPACES.iter().find(|namespace| key.starts_with(**namespace)) {
        Some(namespace) => Err(StoreError::rule(format!("Tag keys beginning with {namespace} are reserved."))),
        None => Ok(()),
    }
}
