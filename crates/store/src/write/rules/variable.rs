//! Environment and configuration variables: which names are free, which values fit (balena-api.md §6.6).

use crate::error::StoreError;

use super::super::values::Values;

const RESERVED: [&str; 3] = ["RESIN", "BALENA", "USER"];
const NAMESPACES: [&str; 2] = ["RESIN_", "BALENA_"];

pub(super) fn check_environment(values: &Values) -> Result<(), StoreError> {
    if let Some(name) = values.text("name") {
        if !is_identifier(name, "") {
            let message = "Environment variable names can only contain alphanumeric characters and underscores.";
            return Err(StoreError::rule(message));
        }
        check_reserved("Environment variables", name)?;
        if NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
            let message = format!("Environment variables beginning with {} are reserved.", NAMESPACES.join(", "));
            return Err(StoreError::rule(message));
        }
    }
    check_value(values)
}

pub(super) fn check_config(values: &Values) -> Result<(), StoreError> {
    if let Some(name) = values.text("name") {
        if !is_identifier(name, ":") {
            let message =
                "Configuration variable names can only contain alphanumeric characters, underscores or a colon";
            return Err(StoreError::rule(message));
        }
        check_reserved("Configuration variables", name)?;
        if !NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
            return Err(StoreError::rule(format!(
                "Configuration variables must be part of one of the following namespaces: {}",
                NAMESPACES.join(", ")
            )));
        }
    }
    check_value(values)
}

/// Letters, digits, underscores and what else is said; a digit or what else is said does not come first.
fn is_identifier(name: &str, others: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit() || others.contains(c))
}

fn check_reserved(what: &str, name: &str) -> Result<(), StoreError> {
    if RESERVED.contains(&name) {
        return Err(StoreError::rule(format!("{what} {} are reserved", RESERVED.join(", "))));
    }
    Ok(())
}

fn check_value(values: &Values) -> Result<(), StoreError> {
    match values.text("value") {
        Some(value) if value.contains(['\n', '\r']) => {
            Err(StoreError::rule("Variable values cannot contain line break characters"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(name: &str) -> Values {
        let mut values = Values::default();
        values.set("name", name.to_owned());
        values.set("value", "x".to_owned());
        values
    }

    #[test]
    fn a_configuration_s_name_is_looked_at_before_its_namespace() {
        for (name, message) in [
            ("A-B", "Configuration variable names can only contain alphanumeric characters, underscores or a colon"),
            (":A", "Configuration variable names can only contain alphanumeric characters, underscores or a colon"),
            ("USER", "Configuration variables RESIN, BALENA, USER are reserved"),
            ("A", "Configuration variables must be part of one of the following namespaces: RESIN_, BALENA_"),
        ] {
            assert_eq!(check_config(&named(name)).unwrap_err().to_string(), message);
        }
        check_config(&named("BALENA_HOST_CONFIG_hdmi_mode:1")).unwrap();
    }

    proptest! {
        #[test]
        fn no_name_is_both_an_environment_s_and_a_configuration_s(name in "(RESIN_|BALENA_)?[A-Z_:0-9-]{0,6}") {
            prop_assert!(check_environment(&named(&name)).is_err() || check_config(&named(&name)).is_err());
        }
    }
}
