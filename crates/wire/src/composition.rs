//! `release.composition`: a compose file as JSON (balena-api.md §6.5), read setting by setting.

use model::composition::{ComposedService, Setting, SettingKind};
use serde_json::Value;

/// The services it names, by name; what is not as a compose file should be is left out.
pub fn services(composition: &Value) -> Vec<ComposedService> {
    let Some(services) = composition.get("services").and_then(Value::as_object) else { return Vec::new() };
    let mut services: Vec<ComposedService> = services
        .iter()
        .map(|(name, described)| ComposedService { name: name.clone(), settings: settings(described) })
        .collect();
    services.sort_by(|one, other| one.name.cmp(&other.name));
    services
}

fn settings(described: &Value) -> Vec<Setting> {
    let Some(described) = described.as_object() else { return Vec::new() };
    let mut all = Vec::new();
    for (key, value) in described {
        let kind = SettingKind::of(key);
        let own = |name: String, value: String| Setting { kind, name, value };
        match (kind, value) {
            (SettingKind::Environment | SettingKind::Label, Value::Object(pairs)) => {
                all.extend(pairs.iter().map(|(name, value)| own(name.clone(), text(value))));
            }
            // Both may be written as a list of `NAME=value`.
            (SettingKind::Environment | SettingKind::Label, Value::Array(pairs)) => {
                all.extend(pairs.iter().map(|pair| {
                    let pair = text(pair);
                    let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
                    own(name.to_owned(), value.to_owned())
                }));
            }
            (SettingKind::Port | SettingKind::Volume, Value::Array(members)) => {
                all.extend(members.iter().map(|member| own(text(member), String::new())));
            }
            (SettingKind::Privilege, Value::Array(members)) => {
                all.extend(members.iter().map(|member| own(format!("{key}: {}", text(member)), String::new())));
            }
            _ => all.push(own(key.clone(), text(value))),
        }
    }
    all
}

/// A value as one would write it on one line.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_setting_by_setting() {
        let composition = serde_json::json!({"version": "2.1", "services": {"uplink": {
            "image": "registry/x", "privileged": true, "environment": {"RATE": 5}, "labels": ["a.b=c", "flag"],
            "ports": ["80:8080"], "cap_add": ["NET_ADMIN"], "depends_on": ["gauge"], "restart": "always",
        }, "broken": 7}});
        let services = services(&composition);
        assert_eq!(services.iter().map(|service| service.name.as_str()).collect::<Vec<_>>(), ["broken", "uplink"]);
        let said: Vec<_> = services[1]
            .settings
            .iter()
            .map(|setting| (setting.kind, setting.name.as_str(), setting.value.as_str()))
            .collect();
        assert!(services[0].settings.is_empty());
        for wanted in [
            (SettingKind::Image, "image", "registry/x"),
            (SettingKind::Privilege, "privileged", "true"),
            (SettingKind::Privilege, "cap_add: NET_ADMIN", ""),
            (SettingKind::Environment, "RATE", "5"),
            (SettingKind::Label, "a.b", "c"),
            (SettingKind::Label, "flag", ""),
            (SettingKind::Port, "80:8080", ""),
            (SettingKind::Other, "depends_on", "[\"gauge\"]"),
            (SettingKind::Other, "restart", "always"),
        ] {
            assert!(said.contains(&wanted), "{wanted:?} in {said:?}");
        }
        assert!(super::services(&Value::Null).is_empty());
    }
}
