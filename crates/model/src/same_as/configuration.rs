//! What one does to the configuration of a fleet or a device.

use super::owner::Owner;
use super::quote::{javascript, shell};
use super::request::{Rows, delete, upsert};
use super::written::SameAs;

fn resource(of: Owner<'_>) -> String {
    format!("{}_config_variable", of.resource())
}

/// Sets a variable of a fleet or a device.
pub fn set(of: Owner<'_>, name: &str, value: &str) -> SameAs {
    let model = of.resource();
    upsert(&resource(of), vec![(model, of.id().into()), ("name", name.into())], &[("value", value.into())])
        .with_sdk(format!(
            "await balena.models.{model}.configVar.set({}, {}, {});",
            javascript(of.called()),
            javascript(name),
            javascript(value)
        ))
        .with_cli(format!("balena env set {} {} {} {}", shell(name), shell(value), of.option(), shell(of.called())))
}

/// Takes a variable away, by its number: what is beneath it holds again.
pub fn remove(of: Owner<'_>, variable: i64, name: &str) -> SameAs {
    let model = of.resource();
    let device = if matches!(of, Owner::Device { .. }) { " --device" } else { "" };
    delete(&resource(of), &Rows::Id(variable))
        .with_sdk(format!(
            "await balena.models.{model}.configVar.remove({}, {});",
            javascript(of.called()),
            javascript(name)
        ))
        .with_cli(format!("balena env rm {variable} --config{device} --yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fleets_and_devices_have_their_own_rows_and_flags() {
        let fleet = set(Owner::Fleet { id: 4, slug: "rivers/gauges" }, "BALENA_HOST_CONFIG_gpu_mem", "16");
        assert_eq!(fleet.cli.as_deref(), Some("balena env set BALENA_HOST_CONFIG_gpu_mem 16 --fleet rivers/gauges"));
        assert!(
            fleet.http.contains("/v7/application_config_variable(application=4,name=%27BALENA_HOST_CONFIG_gpu_mem%27)")
        );
        let device = remove(Owner::Device { id: 9, uuid: "7f3a9c1e" }, 12, "BALENA_HOST_CONFIG_gpu_mem");
        assert_eq!(device.cli.as_deref(), Some("balena env rm 12 --config --device --yes"));
        assert_eq!(
            device.sdk,
            "await balena.models.device.configVar.remove('7f3a9c1e', 'BALENA_HOST_CONFIG_gpu_mem');"
        );
    }
}
