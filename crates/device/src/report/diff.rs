//! What of a report the API does not know yet.

use wire::device_state::DeviceReport;

macro_rules! changed_fields {
    ($last:ident, $now:ident, $($field:ident),+ $(,)?) => {
        DeviceReport { $($field: if $now.$field == $last.$field { None } else { $now.$field.clone() }),+ }
    };
}

/// The fields of `now` that differ from `last`. Applications go whole: the API takes a service that is not
/// mentioned for deleted (balena-api.md §7). `None` when there is nothing to say.
pub(crate) fn diff(last: &DeviceReport, now: &DeviceReport) -> Option<DeviceReport> {
    let changed = changed_fields!(
        last,
        now,
        status,
        os_version,
        os_variant,
        supervisor_version,
        provisioning_state,
        provisioning_progress,
        ip_address,
        mac_address,
        api_port,
        api_secret,
        cpu_id,
        is_undervolted,
        cpu_usage,
        cpu_temp,
        memory_usage,
        memory_total,
        storage_usage,
        storage_total,
        storage_block_device,
        apps,
    );
    (changed != DeviceReport::default()).then_some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_are_reported() {
        let last = DeviceReport { cpu_usage: Some(5.0), api_port: Some(48_484), ..DeviceReport::default() };
        assert_eq!(diff(&last, &last), None);
        let now = DeviceReport { cpu_usage: Some(10.0), ..last.clone() };
        assert_eq!(diff(&last, &now), Some(DeviceReport { cpu_usage: Some(10.0), ..DeviceReport::default() }));
        let cleared = DeviceReport { provisioning_progress: Some(None), ..last.clone() };
        assert_eq!(diff(&last, &cleared).unwrap().provisioning_progress, Some(None));
    }
}
