//! SSH keys (balena-api.md §6.1).

use crate::error::StoreError;

use super::super::values::Values;
use super::text::at_most;

pub(super) fn check(values: &Values) -> Result<(), StoreError> {
    if let Some(title) = values.text("title") {
        at_most("user public key", "a title", title, 120)?;
    }
    if let Some(key) = values.text("public_key") {
        // One line each in the answer that sshd reads: a second line would be a second key.
        if key.contains(['\n', '\r', '\0']) {
            return Err(StoreError::rule("A public key cannot contain line break characters"));
        }
        at_most("user public key", "a public key", key, 2850)?;
    }
    Ok(())
}
