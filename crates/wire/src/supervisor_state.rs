//! What a supervisor holds and what it should hold, brought to the same few lines so that they can be laid side by side.

use std::collections::BTreeMap;

use serde_json::Value;

/// Any JSON, as it came.
pub type Json = Value;

/// More services than this are not laid side by side.
const MOST: usize = 500;

/// A state as text: pretty JSON, cut where it would burden a page.
pub fn pretty(state: &Json) -> String {
    const MOST: usize = 512 * 1_024;
    let mut text = serde_json::to_string_pretty(state).unwrap_or_default();
    if text.len() > MOST {
        let cut = (0..=MOST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(cut);
        text.push_str("\n… cut here");
    }
    text
}

#[derive(Default)]
struct Service {
    image: Option<i64>,
    state: String,
}

/// The lines of `GET /v2/state/status`: the release, and for each service its image and state.
pub fn of_current(state: &Json) -> Vec<String> {
    let mut services = BTreeMap::new();
    for container in state.get("containers").and_then(Value::as_array).into_iter().flatten().take(MOST) {
        let name = container.get("serviceName").and_then(Value::as_str).unwrap_or("?").to_owned();
        let status = container.get("status").and_then(Value::as_str).unwrap_or("?").to_lowercase();
        services.insert(name, Service { image: container.get("imageId").and_then(Value::as_i64), state: status });
    }
    lines(state.get("release").and_then(Value::as_str), services)
}

/// The lines of `GET /device/v3/:uuid/state`, of the device's own fleet.
pub fn of_target(state: &Json) -> Vec<String> {
    let devices = state.as_object().into_iter().flat_map(|state| state.values());
    let apps = devices.filter_map(|device| device.get("apps")?.as_object()).flat_map(|apps| apps.values());
    let own = |app: &&Value| {
        app.get("class").and_then(Value::as_str).is_none_or(|class| class == "fleet")
            && app.get("is_host").and_then(Value::as_bool) != Some(true)
    };
    let releases = apps.filter(own).filter_map(|app| app.get("releases")?.as_object()).flatten();
    let mut commit = None;
    let mut services = BTreeMap::new();
    for (release, content) in releases {
        commit = Some(release.as_str());
        let wanted = content.get("services").and_then(Value::as_object);
        for (name, service) in wanted.into_iter().flatten().take(MOST) {
            let is_off = service.get("running").and_then(Value::as_bool) == Some(false);
            let state = if is_off { "stopped" } else { "running" }.to_owned();
            services.insert(name.clone(), Service { image: service.get("image_id").and_then(Value::as_i64), state });
        }
    }
    lines(commit, services)
}

fn lines(release: Option<&str>, services: BTreeMap<String, Service>) -> Vec<String> {
    let mut lines = vec![format!("release {}", release.unwrap_or("none"))];
    for (name, service) in services {
        lines.push(format!("service {name}"));
        lines
            .push(format!("  image {}", service.image.map_or_else(|| "unknown".to_owned(), |image| image.to_string())));
        lines.push(format!("  state {}", service.state));
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_same_in_both_tongues_is_the_same() {
        let current = json!({
            "release": "c0ffee", "appState": "applied",
            "containers": [{"serviceName": "web", "status": "Running", "imageId": 7}],
        });
        let service = json!({"image_id": 7, "image": "r/v2/x", "environment": {"A": "secret"}});
        let target = json!({"uuid": {"apps": {
            "a": {"class": "fleet", "releases": {"c0ffee": {"services": {"web": service}}}},
            "b": {"class": "app", "is_host": true, "releases": {"beef": {"services": {"hostapp": {"image_id": 1}}}}},
        }}});
        assert_eq!(of_current(&current), of_target(&target));
        assert_eq!(of_target(&target), ["release c0ffee", "service web", "  image 7", "  state running"]);
        let stopped =
            json!({"release": "c0ffee", "containers": [{"serviceName": "web", "status": "Stopped", "imageId": 7}]});
        assert_ne!(of_current(&stopped), of_target(&target));
    }

    #[test]
    fn what_is_no_state_is_an_empty_one() {
        for odd in [json!(null), json!([]), json!("x"), json!({"a": 1}), json!({"containers": 3, "release": []})] {
            assert_eq!(of_current(&odd), ["release none"]);
            assert_eq!(of_target(&odd), ["release none"]);
        }
        assert_eq!(pretty(&json!({"a": 1})), "{\n  \"a\": 1\n}");
    }
}
