//! What one does to the configuration of a fleet or a device.

use super::quote::{javascript, shell};
use super::request::{Rows, delete, upsert};
use super::written::SameAs;

/// Whose configuration, by number; `called` is the fleet's slug or the device's uuid.
#[derive(Debug, Clone, Copy)]
pub enum Configured<'a> {
    Fleet { id: i64, called: &'a str },
    Device { id: i64, called: &'a str },
}

impl<'a> Configured<'a> {
    /// Resource, the field that names the parent, its number, what it is called, the SDK's model, the flag of the CLI.
    const fn words(self) -> (&'static str, &'static str, i64, &'a str, &'static str) {
        match self {
            Self::Fleet { id, called } => ("application_config_variable", "application", id, called, "fleet"),
            Self::Device { id, called } => ("device_config_variable", "device", id, called, "device"),
        }
    }
}

/// Sets a variable.
pub fn set(of: Configured<'_>, name: &str, value: &str) -> SameAs {
    let (resource, model, id, called, flag) = of.words();
    upsert(resource, vec![(model, id.into()), ("name", name.into())], &[("value", value.into())])
        .with_sdk(format!(
            "await balena.models.{model}.configVar.set({}, {}, {});",
            javascript(called),
            javascript(name),
            javascript(value)
        ))
        .with_cli(format!("balena env set {} {} --{flag} {}", shell(name), shell(value), shell(called)))
}

/// Takes a variable away, by its number: what is beneath it holds again.
pub fn remove(of: Configured<'_>, variable: i64, name: &str) -> SameAs {
    let (resource, model, _, called, flag) = of.words();
    let flag = if flag == "device" { " --device" } else { "" };
    delete(resource, &Rows::Id(variable))
        .with_sdk(format!(
            "await balena.models.{model}.configVar.remove({}, {});",
            javascript(called),
            javascript(name)
        ))
        .with_cli(format!("balena env rm {variable} --config{flag} --yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fleets_and_devices_have_their_own_rows_and_flags() {
        let fleet = set(Configured::Fleet { id: 4, called: "rivers/gauges" }, "BALENA_HOST_CONFIG_gpu_mem", "16");
        assert_eq!(fleet.cli.as_deref(), Some("balena env set BALENA_HOST_CONFIG_gpu_mem 16 --fleet rivers/gauges"));
        assert!(
            fleet.http.contains("/v7/application_config_variable(application=4,name=%27BALENA_HOST_CONFIG_gpu_mem%27)")
        );
        let device = remove(Configured::Device { id: 9, called: "7f3a9c1e" }, 12, "BALENA_HOST_CONFIG_gpu_mem");
        assert_eq!(device.cli.as_deref(), Some("balena env rm 12 --config --device --yes"));
        assert_eq!(
            device.sdk,
            "await balena.models.device.configVar.remove('7f3a9c1e', 'BALENA_HOST_CONFIG_gpu_mem');"
        );
    }
}
