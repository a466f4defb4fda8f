//! Bodies of every route that takes one: valid ones, bent, torn and made of noise.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::world::World;

/// Method, path and a valid body; `{}` in a path is an id, `{u}` a device of the caller's.
const ROUTES: &[(&str, &str, &str)] = &[
    ("POST", "/v7/device_tag", r#"{"device":1,"tag_key":"k","value":"v"}"#),
    ("POST", "/v7/release_tag", r#"{"release":1,"tag_key":"k","value":"v"}"#),
    ("POST", "/v7/application_tag", r#"{"application":2,"tag_key":"k","value":"v"}"#),
    (
        "POST",
        "/v7/application",
        r#"{"app_name":"fleet-9","organization":2,"is_for__device_type":1,"application_type":1}"#,
    ),
    ("POST", "/v6/application", r#"{"app_name":"fleet-8","organization":2,"device_type":"raspberrypi3"}"#),
    ("POST", "/v7/service", r#"{"application":2,"service_name":"main2"}"#),
    (
        "POST",
        "/v7/release",
        r#"{"belongs_to__application":2,"commit":"c0","status":"success","source":"cloud","semver":"3.0.0","composition":{"a":[1]},"start_timestamp":"2026-01-01T00:00:00Z"}"#,
    ),
    (
        "POST",
        "/v6/release",
        r#"{"belongs_to__application":2,"commit":"c1","status":"success","source":"cloud","release_type":"draft","contract":"{}","composition":{},"start_timestamp":"2026-01-01T00:00:00Z"}"#,
    ),
    ("PATCH", "/v7/release({})", r#"{"status":"success","is_final":true,"note":"n","phase":"current"}"#),
    (
        "POST",
        "/v7/image",
        r#"{"is_a_build_of__service":1,"status":"success","start_timestamp":"2026-01-01","push_timestamp":"2026-01-01","image_size":"5"}"#,
    ),
    ("POST", "/v7/release_image", r#"{"image":1,"is_part_of__release":1}"#),
    ("POST", "/v7/device_config_variable", r#"{"device":1,"name":"RESIN_A","value":"v"}"#),
    ("POST", "/v7/device_environment_variable", r#"{"device":1,"name":"A","value":"v"}"#),
    ("POST", "/v7/device_service_environment_variable", r#"{"service_install":1,"name":"A","value":"v"}"#),
    ("POST", "/v7/application_config_variable", r#"{"application":2,"name":"RESIN_A","value":"v"}"#),
    ("POST", "/v7/service_environment_variable", r#"{"service":1,"name":"A","value":"v"}"#),
    ("POST", "/v7/image_label", r#"{"release_image":1,"label_name":"A","value":"v"}"#),
    ("PUT", "/v7/device_tag(device={},tag_key='site')", r#"{"value":"v"}"#),
    (
        "PATCH",
        "/v7/device({})",
        r#"{"device_name":"n","note":null,"is_pinned_on__release":1,"belongs_to__application":2}"#,
    ),
    ("PATCH", "/v6/device({})", r#"{"should_be_running__release":1,"is_managed_by__device":null}"#),
    (
        "PATCH",
        "/v7/application({})",
        r#"{"app_name":"fleet-7","should_be_running__release":1,"should_track_latest_release":false,"is_for__device_type":2}"#,
    ),
    ("PATCH", "/v7/device?$filter=id in (1,2,3)", r#"{"note":"all"}"#),
    ("POST", "/v7/user__has__public_key", r#"{"user":2,"title":"t","public_key":"ssh-ed25519 AAAA"}"#),
    ("POST", "/v7/device({})/canAccess", r#"{"action":{"or":["tunnel-any","tunnel-22222"]}}"#),
    ("POST", "/v7/service_instance", r#"{"ip_address":"10.0.0.1"}"#),
    ("POST", "/login_", r#"{"username":"admin","password":"wrong"}"#),
    ("POST", "/user/v1/refresh-token", r#"{"password":"x"}"#),
    ("POST", "/api-key/user/full", r#"{"name":"n","description":"d","expiryDate":null}"#),
    ("POST", "/api-key/application/{}/provisioning", r#"{"name":"n","expiryDate":"2030-01-01T00:00:00Z"}"#),
    ("POST", "/api-key/device/{}/device-key", r#"{"apiKey":"0123456789abcdef0123456789abcdef"}"#),
    (
        "POST",
        "/api-key/v1",
        r#"{"actorType":"application","actorTypeId":2,"roles":["provisioning-api-key"],"name":"n"}"#,
    ),
    ("POST", "/api-key/v2", r#"{"actorType":"device","actorTypeId":1,"roles":["device-api-key"],"expiryDate":null}"#),
    ("POST", "/application/{}/generate-api-key", "{}"),
    (
        "POST",
        "/device/register",
        r#"{"application":2,"uuid":"0123456789abcdef0123456789abcdef","device_type":"raspberrypi4-64","supervisor_version":"17.0.3"}"#,
    ),
    (
        "PATCH",
        "/device/v3/state",
        r#"{"{u}":{"cpu_usage":12,"status":"Idle","os_version":"balenaOS 6.5.0","apps":{"{a}":{"release_uuid":"c","releases":{"c":{"update_status":"done","services":{"main":{"image":"x","status":"Running","download_progress":1}}}}}}}}"#,
    ),
    (
        "PATCH",
        "/device/v2/{u}/state",
        r#"{"local":{"is_online":true,"name":"n","apps":{"1":{"services":{"1":{"status":"Running","releaseId":1}}}}}}"#,
    ),
    ("PATCH", "/device/v3/tags", r#"{"{u}":{"k":"v"}}"#),
    ("POST", "/device/v2/{u}/logs", r#"[{"timestamp":1795336011300,"isSystem":true,"message":"m","serviceId":1}]"#),
    ("POST", "/device/v2/{u}/log-stream", r#"{"timestamp":1795336011300,"isSystem":true,"message":"m"}"#),
    ("POST", "/supervisor/v1/reboot", r#"{"uuid":"{u}","method":"POST","data":{"force":true}}"#),
    (
        "POST",
        "/supervisor/v2/applications/1/restart-service",
        r#"{"deviceId":1,"appId":2,"data":{"serviceName":"main"}}"#,
    ),
    (
        "POST",
        "/download-config",
        r#"{"appId":2,"version":"6.5.0","network":"ethernet","deviceType":"raspberrypi4-64"}"#,
    ),
    ("POST", "/services/vpn/client-connect", r#"{"serviceId":1,"uuids":["{u}"]}"#),
];

pub(crate) async fn play(world: Arc<World>, mut chance: Chance) {
    let (method, path, body) = ROUTES[chance.below(ROUTES.len())];
    let fill = |text: &str| text.replace("{u}", world.uuid()).replace("{a}", world.app_uuid());
    let path = fill(path).replace("{}", &(1 + chance.below(12)).to_string());
    let (kind, body) = bent(&mut chance, &fill(body), path.contains("log-stream"));
    let caller = world.caller(&mut chance).await;
    world.send(method, &path, caller.as_deref(), kind, body).await;
}

/// A body that is more or less wrong.
fn bent(chance: &mut Chance, body: &str, is_stream: bool) -> (&'static str, Vec<u8>) {
    let kind = if is_stream { "application/x-ndjson" } else { "application/json" };
    let mut bytes = body.as_bytes().to_vec();
    match chance.below(10) {
        0 => bytes.truncate(chance.below(bytes.len() + 1)),
        1 => {
            let at = chance.below(bytes.len());
            bytes[at] = chance.byte();
        }
        2 => bytes = (0..chance.below(200)).map(|_| chance.byte()).collect(),
        3 => {
            return (
                chance.one_of(&["text/plain", "application/x-www-form-urlencoded", "", "application/json;charset=x"]),
                bytes,
            );
        }
        4 => bytes = format!("{}1{}", "[".repeat(chance.below(400)), "]".repeat(chance.below(400))).into_bytes(),
        _ => {
            let mut value: Value = serde_json::from_str(body).unwrap();
            for _ in 0..=chance.below(3) {
                bend(chance, &mut value);
            }
            bytes = value.to_string().into_bytes();
        }
    }
    (kind, bytes)
}

/// Changes one place of the value.
fn bend(chance: &mut Chance, value: &mut Value) {
    match value {
        Value::Object(members) if !members.is_empty() && !chance.once_in(6) => {
            let name = members.keys().nth(chance.below(members.len())).unwrap().clone();
            match chance.below(6) {
                0 => drop(members.remove(&name)),
                1 => {
                    let moved = members.remove(&name).unwrap();
                    let other = if chance.once_in(2) { strange(chance).to_string() } else { name.to_uppercase() };
                    members.insert(other, moved);
                }
                _ => bend(chance, members.get_mut(&name).unwrap()),
            }
        }
        Value::Array(items) if !items.is_empty() && !chance.once_in(6) => {
            let at = chance.below(items.len());
            bend(chance, &mut items[at]);
        }
        other => *other = strange(chance),
    }
}

fn strange(chance: &mut Chance) -> Value {
    match chance.below(18) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(0),
        4 => json!(1 + chance.below(12)),
        5 => json!(i64::MAX),
        6 => json!(1e300),
        7 => json!(1.5),
        8 => json!(""),
        9 => json!("x".repeat(1 << chance.below(15))),
        10 => json!("line\nbreak\u{0}and zero"),
        11 => json!("2026-13-45T99:00:00Z"),
        12 => json!("\u{202e}é😀'\"\\"),
        13 => json!([]),
        14 => json!([[null], {"a": {}}]),
        15 => json!({"__id": 1}),
        16 => Value::Object((0..chance.below(40)).map(|at| (at.to_string(), json!(at))).collect::<Map<_, _>>()),
        _ => json!(chance.byte()),
    }
}
