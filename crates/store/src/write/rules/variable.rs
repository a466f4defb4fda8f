//! Environment and configuration variables: which names are free, which values fit; the rules are `model::variable`'s.

use model::variable::{Invalid, check_config_name, check_environment_name, check_value};

use crate::error::StoreError;

use super::super::values::Values;

pub(super) fn check_environment(values: &Values) -> Result<(), StoreError> {
    check(values, check_environment_name)
}

pub(super) fn check_config(values: &Values) -> Result<(), StoreError> {
    check(values, check_config_name)
}

/// Its name, then its value, as far as they are being set.
fn check(values: &Values, name: impl Fn(&str) -> Result<(), Invalid>) -> Result<(), StoreError> {
    let refused = |invalid: Invalid| StoreError::rule(invalid.to_string());
    values.text("name").map_or(Ok(()), name).map_err(refused)?;
    values.text("value").map_or(Ok(()), check_value).map_err(refused)
}
