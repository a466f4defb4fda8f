//! The variables as this program knows them, and which of them a device type has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use wire::config_vars::{ConfigVar, ConfigVarSchema, ConfigVars};

/// Names are kept without their prefixes where both go; device types by the supervisor they need, if they need one.
const LIST: &str = include_str!("../../data/config_variables.json");

/// Configuration variables begin with one of these, environment variables with neither.
const PREFIXES: [&str; 2] = ["RESIN_", "BALENA_"];

const POLL_INTERVAL: &str = "RESIN_SUPERVISOR_POLL_INTERVAL";

#[derive(Debug, Default, Deserialize)]
struct Catalog {
    names: Vec<String>,
    namespaces: Vec<String>,
    hidden: Vec<String>,
    general: BTreeMap<String, ConfigVar>,
    groups: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Group {
    device_types: BTreeMap<String, Vec<String>>,
    variables: BTreeMap<String, ConfigVar>,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    serde_json::from_str(LIST).unwrap_or_else(|error| {
        tracing::error!(%error, "the list of configuration variables is none");
        Catalog::default()
    })
});

/// What a device type's variables are, or those every device has. `poll_interval_ms`: the shortest there is.
pub(crate) fn config_vars(device_type: Option<&str>, poll_interval_ms: i64) -> ConfigVars {
    let catalog = &*CATALOG;
    let mut properties = catalog.general.clone();
    if let Some(poll) = properties.get_mut(POLL_INTERVAL) {
        poll.default = Some(poll_interval_ms.into());
        poll.minimum = Some(poll_interval_ms);
    }
    if let Some(slug) = device_type {
        properties.extend(catalog.groups.iter().flat_map(|group| group.of(slug)));
    }
    ConfigVars {
        reserved_names: ["RESIN", "BALENA", "USER"].map(str::to_owned).into(),
        reserved_namespaces: PREFIXES.map(str::to_owned).into(),
        invalid_regex: r"/^\d|\W/".to_owned(),
        config_var_invalid_regex: "/^[\\d:]|[^A-Za-z0-9_:]/".to_owned(),
        white_listed_names: prefixed(&catalog.names),
        white_listed_namespaces: prefixed(&catalog.namespaces),
        black_listed_names: prefixed(&catalog.hidden),
        config_var_schema: ConfigVarSchema {
            kind: "object".to_owned(),
            schema: "http://json-schema.org/draft-06/schema#".to_owned(),
            properties,
        },
    }
}

impl Group {
    /// Its variables, if the device type has them; which supervisor they need is part of their description.
    fn of(&self, slug: &str) -> Vec<(String, ConfigVar)> {
        let needs = self.device_types.iter().find(|(_, slugs)| slugs.iter().any(|one| one == slug));
        let Some((supervisor, _)) = needs else { return Vec::new() };
        let described = |variable: &ConfigVar| {
            let mut variable = variable.clone();
            if !supervisor.is_empty() {
                variable.description = format!("{} Needs supervisor {supervisor} or newer.", variable.description);
            }
            variable
        };
        self.variables.iter().map(|(name, variable)| (name.clone(), described(variable))).collect()
    }
}

fn prefixed(names: &[String]) -> Vec<String> {
    PREFIXES.iter().flat_map(|prefix| names.iter().map(move |name| format!("{prefix}{name}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(slug: &str) -> Vec<String> {
        let all = config_vars(Some(slug), 600_000).config_var_schema.properties;
        all.into_keys().filter(|name| !CATALOG.general.contains_key(name)).collect()
    }

    #[test]
    fn every_device_has_nine_and_a_type_its_own() {
        let general = config_vars(None, 20_000);
        assert_eq!(general.config_var_schema.properties.len(), 9);
        let poll = &general.config_var_schema.properties[POLL_INTERVAL];
        assert_eq!((poll.minimum, poll.default.clone()), (Some(20_000), Some(20_000.into())));
        assert_eq!((general.white_listed_names.len(), general.black_listed_names.len()), (28, 10));
        assert_eq!(names_of("raspberrypi4-64").len(), 14);
        assert_eq!(names_of("raspberrypi3").len(), 11);
        assert_eq!(names_of("up-board"), ["RESIN_HOST_CONFIGFS_ssdt"]);
        assert_eq!(names_of("imx8mm-var-som"), ["RESIN_HOST_EXTLINUX_fdt"]);
        assert_eq!(
            names_of("jetson-tx2"),
            ["RESIN_HOST_EXTLINUX_fdt", "RESIN_HOST_EXTLINUX_isolcpus", "RESIN_HOST_ODMDATA_configuration"]
        );
        assert_eq!(names_of("intel-nuc").len(), 0);
    }

    #[test]
    fn the_supervisor_a_variable_needs_is_the_device_type_s() {
        let fdt = |slug: &str| {
            let all = config_vars(Some(slug), 1).config_var_schema.properties;
            all["RESIN_HOST_EXTLINUX_fdt"].description.clone()
        };
        assert!(fdt("jetson-nano").ends_with("Needs supervisor 11.14.2 or newer."));
        assert!(fdt("iot-gate-imx8plus").ends_with("Needs supervisor 17.6.28 or newer."));
    }
}
