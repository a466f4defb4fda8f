//! Environment and configuration variables: which names are free, which values fit (balena-api.md §6.6).

use crate::error::StoreError;

use super::super::values::Values;
use super::text::at_most;

const RESERVED: [&str; 3] = ["RESIN", "BALENA", "USER"];
const NAMESPACES: [&str; 2] = ["RESIN_", "BALENA_"];

pub(super) fn check_environment(values: &Values) -> Result<(), StoreError> {
    if let Some(name) = values.text("name") {
        let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !begins_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let message = "Environment variable names can only contain alphanumeric characters and underscores.";
            return Err(StoreError::rule(message));
        }
        if RESERVED.contains(&name) {
            let message = format!("Environment variables {} are reserved", RESERVED.join(", "));
            return Err(StoreError::rule(message));
        }
        if NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
            let message = format!("Environment variables beginning with {} are reserved.", NAMESPACES.join(", "));
            return Err(StoreError::rule(message));
        }
    }
    check_value(values)
}

pub(super) fn check_config(values: &Values) -> Result<(), StoreError> {
    if let Some(name) = values.text("name") {
        if !NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
            return Err(StoreError::rule(format!(
                "Configuration variables must be part of one of the following namespaces: {}",
                NAMESPACES.join(", ")
            )));
        }
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':') {
            let message =
                "Configuration variable names can only contain alphanumeric characters, underscores and colons.";
            return Err(StoreError::rule(message));
        }
    }
    check_value(values)
}

fn check_value(values: &Values) -> Result<(), StoreError> {
    let Some(value) = values.text("value") else { return Ok(()) };
    if value.contains(['\n', '\r']) {
        return Err(StoreError::rule("Variable values cannot contain line break characters"));
    }
    at_most("variable", "a value", value, 100_000)
}
