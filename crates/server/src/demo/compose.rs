//! What the demo's releases say of their services, and what their builds left behind: compositions, Dockerfiles, logs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::demo::fleets::{DemoFleet, DemoRelease, DemoService};

/// The composition of a release. What the newest adds to the oldest is what a comparison of the two shows.
pub(crate) fn composition(fleet: &DemoFleet, release: &DemoRelease) -> Value {
    let is_first = fleet.releases.first().is_some_and(|first| first.semver == release.semver);
    let services: Map<String, Value> = fleet
        .services
        .iter()
        .map(|service| {
            let mut described = Map::new();
            described.insert("restart".to_owned(), json!("always"));
            described.insert("volumes".to_owned(), json!(["shared:/shared"]));
            described.extend(more(service.name, is_first));
            (service.name.to_owned(), Value::Object(described))
        })
        .collect();
    json!({"version": "2.1", "services": services, "volumes": {"shared": {}}})
}

fn more(service: &str, is_first: bool) -> Map<String, Value> {
    let described = match (service, is_first) {
        ("climate", true) => json!({"environment": {"SAMPLE_SECONDS": "60"}}),
        ("climate", false) => json!({
            "environment": {"SAMPLE_SECONDS": "30", "NIGHT_VENTILATION": "22:00-05:00"},
            "labels": {"io.balena.features.supervisor-api": "1"},
        }),
        ("display" | "player", true) => json!({"ports": ["80:8080"]}),
        ("display", false) => json!({"ports": ["80:8080", "8443:8443"]}),
        ("player", false) => json!({"ports": ["80:8080", "8443:8443"], "depends_on": ["scheduler"]}),
        ("probe", _) => json!({"privileged": true, "devices": ["/dev/i2c-1:/dev/i2c-1"]}),
        ("watchdog", _) => json!({"network_mode": "host", "cap_add": ["SYS_BOOT"]}),
        ("uplink", true) => json!({"environment": {"BATCH": "1"}}),
        ("uplink", false) => json!({"environment": {"BATCH": "50"}}),
        _ => json!({}),
    };
    match described {
        Value::Object(described) => described,
        _ => Map::new(),
    }
}

/// The file an image was built with.
pub(crate) fn dockerfile(service: &DemoService, version: &str) -> String {
    format!(
        "FROM scratch\nLABEL org.opencontainers.image.version=\"{version}\"\nCOPY {name} /usr/bin/{name}\nCMD [\"/usr/bin/{name}\"]\n",
        name = service.name,
    )
}

/// What the builder said of an image.
pub(crate) fn image_log(service: &DemoService, version: &str, digest: &str) -> String {
    let mut log = format!("Building {} {version}\n", service.name);
    for (at, step) in dockerfile(service, version).lines().enumerate() {
        let _ = writeln!(
            log,
            "Step {}/4 : {step}\n ---> Running in {}",
            at + 1,
            digest.get(7 + at * 4..19 + at * 4).unwrap_or_default()
        );
    }
    let _ = writeln!(
        log,
        "Successfully built {}\nPushing layer of {} bytes\nPushed {digest}",
        digest.get(7..19).unwrap_or_default(),
        service.size
    );
    log
}

/// What the builder said of the release as a whole.
pub(crate) fn release_log(fleet: &DemoFleet, release: &DemoRelease) -> String {
    let mut log = format!("[Info]  Starting build for {}, user admin\n[Info]  Parsing the composition\n", fleet.name);
    for service in fleet.services {
        let _ = writeln!(log, "[Build] [{}] Building from its Dockerfile\n[Build] [{0}] Done", service.name);
    }
    let _ = writeln!(log, "[Info]  Uploading images\n[Success] Successfully created release {}", release.semver);
    log
}
