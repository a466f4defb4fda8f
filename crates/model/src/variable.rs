//! Environment and configuration variables: their levels and the names and values the API takes (balena-api.md §6.6).

use thiserror::Error;

/// Where a variable is set, weakest first: a stronger one hides a weaker one of the same name (balena-api.md §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Every service on every device of the fleet.
    Fleet,
    /// One service on every device of the fleet.
    FleetService,
    /// Every service on one device.
    Device,
    /// One service on one device.
    DeviceService,
}

impl Level {
    /// All, weakest first.
    pub const ALL: [Self; 4] = [Self::Fleet, Self::FleetService, Self::Device, Self::DeviceService];

    /// The words of its column.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Fleet => "Fleet · all",
            Self::FleetService => "Fleet · service",
            Self::Device => "Device · all",
            Self::DeviceService => "Device · service",
        }
    }

    /// Set on one device.
    pub const fn is_of_device(self) -> bool {
        matches!(self, Self::Device | Self::DeviceService)
    }

    /// Set for one service.
    pub const fn is_of_service(self) -> bool {
        matches!(self, Self::FleetService | Self::DeviceService)
    }

    /// The OData resource of environment variables of this level.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Fleet => "application_environment_variable",
            Self::FleetService => "service_environment_variable",
            Self::Device => "device_environment_variable",
            Self::DeviceService => "device_service_environment_variable",
        }
    }

    /// The field that names the parent in those rows.
    pub const fn parent(self) -> &'static str {
        match self {
            Self::Fleet => "application",
            Self::FleetService => "service",
            Self::Device => "device",
            Self::DeviceService => "service_install",
        }
    }
}

/// Whose variables: a level and the id of the fleet, service, device or service on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    pub level: Level,
    pub parent: i64,
}

/// A variable that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub id: i64,
    pub slot: Slot,
    /// The service's id, at the levels of one service.
    pub service: Option<i64>,
    pub name: String,
    pub value: String,
}

/// The longest value, in characters.
pub const LONGEST_VALUE: usize = 100_000;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 255;
/// How the names of configuration variables begin, and those of environment variables never.
pub const NAMESPACES: [&str; 2] = ["RESIN_", "BALENA_"];
const RESERVED: [&str; 3] = ["RESIN", "BALENA", "USER"];

/// What is wrong with a name or a value; `Display` is the balena API's sentence, where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Invalid {
    #[error("Environment variable names can only contain alphanumeric characters and underscores.")]
    EnvironmentName,
    #[error("Environment variables RESIN, BALENA, USER are reserved")]
    EnvironmentReserved,
    #[error("Environment variables beginning with RESIN_, BALENA_ are reserved.")]
    EnvironmentNamespace,
    #[error("Configuration variable names can only contain alphanumeric characters, underscores or a colon")]
    ConfigName,
    #[error("Configuration variables RESIN, BALENA, USER are reserved")]
    ConfigReserved,
    #[error("Configuration variables must be part of one of the following namespaces: RESIN_, BALENA_")]
    ConfigNamespace,
    #[error("Variable values cannot contain line break characters")]
    LineBreak,
    /// The database's own sentence is another: this one is the page's.
    #[error("A name has at most 255 characters.")]
    LongName,
    /// As above.
    #[error("A value has at most 100,000 characters.")]
    LongValue,
}

/// Whether an environment variable may be called so.
pub fn check_environment_name(name: &str) -> Result<(), Invalid> {
    if !is_identifier(name, "") {
        Err(Invalid::EnvironmentName)
    } else if RESERVED.contains(&name) {
        Err(Invalid::EnvironmentReserved)
    } else if NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
        Err(Invalid::EnvironmentNamespace)
    } else {
        Ok(())
    }
}

/// Whether a configuration variable may be called so.
pub fn check_config_name(name: &str) -> Result<(), Invalid> {
    if !is_identifier(name, ":") {
        Err(Invalid::ConfigName)
    } else if RESERVED.contains(&name) {
        Err(Invalid::ConfigReserved)
    } else if NAMESPACES.iter().any(|namespace| name.starts_with(namespace)) {
        Ok(())
    } else {
        Err(Invalid::ConfigNamespace)
    }
}

/// Whether a variable may have this value, but for its length, which the database looks at.
pub fn check_value(value: &str) -> Result<(), Invalid> {
    if value.contains(['\n', '\r']) { Err(Invalid::LineBreak) } else { Ok(()) }
}

/// The same with lengths, as a field checks before it sends: an environment variable.
pub fn check_environment(name: &str, value: &str) -> Result<(), Invalid> {
    check_environment_name(name)?;
    check_lengths(name, value)
}

/// The same with lengths, as a field checks before it sends: a configuration variable.
pub fn check_config(name: &str, value: &str) -> Result<(), Invalid> {
    check_config_name(name)?;
    check_lengths(name, value)
}

fn check_lengths(name: &str, value: &str) -> Result<(), Invalid> {
    if name.chars().count() > LONGEST_NAME {
        return Err(Invalid::LongName);
    }
    check_value(value)?;
    if value.chars().count() > LONGEST_VALUE { Err(Invalid::LongValue) } else { Ok(()) }
}

/// Letters, digits, underscores and what else is said; a digit or what else is said does not come first.
fn is_identifier(name: &str, others: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit() || others.contains(c))
}

/// Parts of names whose values are shown only when asked for. A guess that errs to the side of hiding.
const SECRETS: [&str; 10] =
    ["SECRET", "TOKEN", "PASSW", "PASSPHRASE", "CREDENTIAL", "PRIVATE", "APIKEY", "API_KEY", "DSN", "ACCESS_KEY"];

/// Whether a value of this name is better hidden from who looks over the shoulder.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRETS.iter().any(|part| name.contains(part)) || name.ends_with("_KEY") || name == "KEY"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_looked_at_in_the_server_s_order() {
        for (name, invalid) in [
            ("A-B", Invalid::ConfigName),
            (":A", Invalid::ConfigName),
            ("USER", Invalid::ConfigReserved),
            ("A", Invalid::ConfigNamespace),
        ] {
            assert_eq!(check_config_name(name), Err(invalid), "{name}");
        }
        check_config_name("BALENA_HOST_CONFIG_hdmi_mode:1").unwrap();
        for (name, invalid) in [
            ("", Invalid::EnvironmentName),
            ("1A", Invalid::EnvironmentName),
            ("Ä", Invalid::EnvironmentName),
            ("BALENA", Invalid::EnvironmentReserved),
            ("RESIN_X", Invalid::EnvironmentNamespace),
        ] {
            assert_eq!(check_environment_name(name), Err(invalid), "{name}");
        }
        assert_eq!(check_environment("A", "a\nb"), Err(Invalid::LineBreak));
        assert_eq!(check_environment("A", &"ü".repeat(100_001)), Err(Invalid::LongValue));
        check_environment("A", &"ü".repeat(100_000)).unwrap();
    }

    #[test]
    fn what_looks_like_a_secret() {
        for name in ["SENTRY_DSN", "api_token", "DB_PASSWORD", "SSH_KEY", "AWS_SECRET_ACCESS_KEY"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["LOG_LEVEL", "KEYBOARD", "MONKEYS", "TZ"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_both_an_environment_s_and_a_configuration_s(name in "(RESIN_|BALENA_)?[A-Z_:0-9-]{0,6}") {
            prop_assert!(check_environment_name(&name).is_err() || check_config_name(&name).is_err());
        }
    }
}
