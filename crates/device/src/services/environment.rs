//! The environment of a service's process (devices.md, "Container env").

use std::collections::BTreeMap;
use std::path::Path;

use super::spec::ServiceSpec;

/// What every service of a device has in common.
#[derive(Debug, Clone)]
pub(crate) struct DeviceFacts {
    pub(crate) uuid: String,
    pub(crate) short_uuid: String,
    pub(crate) device_type: String,
    pub(crate) os_version: String,
    pub(crate) supervisor_version: String,
    pub(crate) api: String,
    pub(crate) api_key: String,
    pub(crate) supervisor_secret: String,
    /// Where the supervisor API listens on this machine.
    pub(crate) supervisor_port: u16,
}

/// What a service's process knows of its application.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) app_id: i64,
    pub(crate) app_uuid: &'a str,
    pub(crate) app_name: &'a str,
    pub(crate) service: &'a str,
    /// The image's root, where the process starts.
    pub(crate) root: &'a Path,
    /// The folder of its update locks.
    pub(crate) locks: &'a Path,
}

/// The environment: what the machine gives, the image's, the target state's, and over all what the supervisor says.
/// Nothing of the agent's own environment gets in but where programs and the locale are.
pub(crate) fn environment(
    device: &DeviceFacts,
    place: Place<'_>,
    spec: &ServiceSpec,
    image: &[String],
) -> BTreeMap<String, String> {
    let mut env = BTreeMap::from([
        ("PATH".to_owned(), search_path(&[])),
        ("HOME".to_owned(), place.root.display().to_string()),
        ("HOSTNAME".to_owned(), device.short_uuid.clone()),
    ]);
    let image = image.iter().filter_map(|pair| pair.split_once('='));
    // An image's PATH describes the image's folders, which are not this machine's.
    env.extend(image.filter(|(name, _)| *name != "PATH").map(|(name, value)| (name.to_owned(), value.to_owned())));
    env.extend(spec.environment.iter().map(|(name, value)| (name.clone(), value.clone())));
    let lock = place.locks.join("updates.lock").display().to_string();
    let handover = place.locks.join("handover-complete").display().to_string();
    let mut twins = vec![
        ("APP_ID", place.app_id.to_string()),
        ("APP_UUID", place.app_uuid.to_owned()),
        ("APP_NAME", place.app_name.to_owned()),
        ("SERVICE_NAME", place.service.to_owned()),
        ("DEVICE_UUID", device.uuid.clone()),
        ("DEVICE_TYPE", device.device_type.clone()),
        ("DEVICE_ARCH", architecture().to_owned()),
        ("HOST_OS_VERSION", device.os_version.clone()),
        ("SUPERVISOR_VERSION", device.supervisor_version.clone()),
        ("APP_LOCK_PATH", lock),
        ("SERVICE_HANDOVER_COMPLETE_PATH", handover),
    ];
    if spec.has_feature("supervisor-api") {
        twins.extend([
            ("SUPERVISOR_HOST", "127.0.0.1".to_owned()),
            ("SUPERVISOR_PORT", device.supervisor_port.to_string()),
            ("SUPERVISOR_ADDRESS", format!("http://127.0.0.1:{}", device.supervisor_port)),
            ("SUPERVISOR_API_KEY", device.supervisor_secret.clone()),
        ]);
    }
    if spec.has_feature("balena-api") {
        twins.extend([("API_URL", device.api.clone()), ("API_KEY", device.api_key.clone())]);
    }
    for (name, value) in twins {
        env.insert(format!("RESIN_{name}"), value.clone());
        env.insert(format!("BALENA_{name}"), value);
    }
    env.extend([("BALENA".to_owned(), "1".to_owned()), ("RESIN".to_owned(), "1".to_owned())]);
    // Names and values that a process cannot have would keep it from starting.
    env.retain(|name, value| !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0'));
    env
}

/// `PATH`: these folders, the folder of this program (images of the demo call it), the machine's.
pub(crate) fn search_path(first: &[&Path]) -> String {
    let mut folders: Vec<String> = first.iter().map(|folder| folder.display().to_string()).collect();
    let own = std::env::current_exe().ok();
    folders.extend(own.as_deref().and_then(Path::parent).map(|folder| folder.display().to_string()));
    folders.push("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned());
    folders.join(":")
}

/// The machine's architecture in balena's words.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "arm" => "armv7hf",
        "x86" => "i386",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(labels: &[&str]) -> ServiceSpec {
        let labels: BTreeMap<_, _> = labels.iter().map(|label| (*label, "1")).collect();
        let target = serde_json::json!({
            "id": 1, "image_id": 2, "image": "r/v2/a", "labels": labels,
            "environment": {"MODE": "device", "BALENA_APP_ID": "forged", "NUL": "a\u{0}b"},
        });
        ServiceSpec::new(3, "c0ffee", &serde_json::from_value(target).unwrap())
    }

    fn env(labels: &[&str]) -> BTreeMap<String, String> {
        let device = DeviceFacts {
            uuid: "f".repeat(32),
            short_uuid: "fffffff".into(),
            device_type: "generic-amd64".into(),
            os_version: "balenaOS 6.5.39".into(),
            supervisor_version: "17.1.0".into(),
            api: "http://127.0.0.1:1".into(),
            api_key: "device key".into(),
            supervisor_secret: "secret".into(),
            supervisor_port: 4_000,
        };
        let place = Place {
            app_id: 11,
            app_uuid: "aa",
            app_name: "greenhouse",
            service: "web",
            root: Path::new("/root"),
            locks: Path::new("/locks/web"),
        };
        environment(&device, place, &spec(labels), &["MODE=image".into(), "LEVEL=1".into(), "PATH=/x".into()])
    }

    #[test]
    fn the_target_overrides_the_image_and_the_supervisor_overrides_both() {
        let env = env(&[]);
        assert_eq!((env["MODE"].as_str(), env["LEVEL"].as_str()), ("device", "1"));
        assert_eq!((env["BALENA_APP_ID"].as_str(), env["RESIN_APP_ID"].as_str()), ("11", "11"));
        assert_eq!(env["BALENA_APP_LOCK_PATH"], "/locks/web/updates.lock");
        assert!(!env.contains_key("NUL") && env["PATH"].ends_with(":/bin"));
    }

    #[test]
    fn keys_are_given_by_label_only() {
        let given = |env: &BTreeMap<String, String>, value: &str| env.values().any(|v| v == value);
        let plain = env(&[]);
        assert!(!given(&plain, "secret") && !given(&plain, "device key"));
        let trusted = env(&["io.balena.features.supervisor-api", "io.balena.features.balena-api"]);
        assert_eq!(trusted["BALENA_SUPERVISOR_ADDRESS"], "http://127.0.0.1:4000");
        assert!(given(&trusted, "secret") && given(&trusted, "device key"));
    }
}
