//! A tenant: an organization with its person, fleet and device.

use axum::Router;
use serde_json::{Value, json};
use store::api_keys::{KeyRole, NewKey};
use store::organizations::Role;
use store::users::NewUser;
use store::{Store, api_keys, organizations, users};

use crate::ask::answer;

/// What a tenant's keys are.
#[derive(Clone)]
pub(crate) struct Tenant {
    pub(crate) user: String,
    pub(crate) provisioning: String,
    pub(crate) device: String,
    pub(crate) uuid: String,
    pub(crate) app_uuid: String,
}

/// An organization with one person in it: its id, and a key of the person.
pub(crate) async fn organization(store: &Store, name: &str) -> (i64, String) {
    let name = name.to_owned();
    let made = store.write(move |connection| {
        let organization = organizations::create(connection, &name, &name.to_lowercase())?;
        let new = NewUser {
            username: name.clone(),
            email: Some(format!("{name}@example.com")),
            password_hash: "none".to_owned(),
            jwt_secret: format!("{name}-jwt"),
        };
        let user = users::create(connection, &new)?;
        organizations::add_member(connection, organization, user.id, Role::Developer)?;
        let key = NewKey {
            actor: user.actor,
            role: KeyRole::NamedUser,
            name: Some(name),
            description: None,
            expiry_date: None,
            secret: None,
        };
        Ok((organization, api_keys::create(connection, &key)?))
    });
    made.await.unwrap()
}

async fn made(router: &Router, key: &str, path: &str, body: &Value) -> Value {
    let (status, text) =
        answer(router, "POST", path, Some(key), "application/json", body.to_string().into_bytes()).await;
    assert!(status < 300, "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap()
}

/// A fleet with a device, releases, tags and variables whose every text has the mark in it; `hex` marks what is hex.
pub(crate) async fn fleet(router: &Router, organization: i64, key: &str, mark: &str, hex: &str) -> Tenant {
    let post = async |path: &str, body: Value| made(router, key, path, &body).await;
    let board =
        answer(router, "GET", "/v7/device_type(slug='raspberrypi4-64')?$select=id", None, "", Vec::new()).await.1;
    let board: Value = serde_json::from_str(&board).unwrap();
    let fleet = json!({ "app_name": mark, "organization": organization, "is_for__device_type": board["d"][0]["id"] });
    let fleet = post("/v7/application", fleet).await;
    let id = &fleet["id"];
    let service = post("/v7/service", json!({ "application": id, "service_name": mark })).await;
    let release = json!({
        "belongs_to__application": id, "commit": format!("{hex:0<32}"), "status": "running", "source": "cloud",
        "semver": "1.0.0", "composition": { mark: mark }, "start_timestamp": "2026-01-01T00:00:00Z", "note": mark,
    });
    let release = post("/v7/release", release).await;
    let image = json!({
        "is_a_build_of__service": service["id"], "status": "success", "start_timestamp": "2026-01-01T00:00:00Z",
        "push_timestamp": "2026-01-01T00:00:00Z", "dockerfile": mark,
    });
    let image = post("/v7/image", image).await;
    let part = post("/v7/release_image", json!({ "image": image["id"], "is_part_of__release": release["id"] })).await;
    let done = json!({ "status": "success", "end_timestamp": "2026-01-01T00:00:00Z" }).to_string().into_bytes();
    let path = format!("/v7/release({})", release["id"]);
    assert_eq!(answer(router, "PATCH", &path, Some(key), "application/json", done).await.0, 200);
    let provisioning = post(&format!("/api-key/application/{id}/provisioning"), json!({ "name": mark })).await;
    let provisioning = provisioning.as_str().unwrap().to_owned();
    let uuid = format!("{hex:f<32}");
    let register = json!({ "application": id, "uuid": uuid, "device_type": "raspberrypi4-64" });
    let device = made(router, &provisioning, "/device/register", &register).await;
    let value = |parent: &str, of: &Value, name: &str| json!({ parent: of, "name": name, "value": mark });
    post("/v7/device_tag", json!({ "device": device["id"], "tag_key": mark, "value": mark })).await;
    post("/v7/release_tag", json!({ "release": release["id"], "tag_key": mark, "value": mark })).await;
    post("/v7/application_tag", json!({ "application": id, "tag_key": mark, "value": mark })).await;
    post("/v7/device_config_variable", value("device", &device["id"], "RESIN_A")).await;
    post("/v7/device_environment_variable", value("device", &device["id"], mark)).await;
    post("/v7/application_environment_variable", value("application", id, mark)).await;
    post("/v7/application_config_variable", value("application", id, "RESIN_B")).await;
    post("/v7/service_environment_variable", value("service", &service["id"], mark)).await;
    post("/v7/image_environment_variable", value("release_image", &part["id"], mark)).await;
    let named = json!({ "device_name": mark, "note": mark }).to_string().into_bytes();
    let path = format!("/v7/device({})", device["id"]);
    assert_eq!(answer(router, "PATCH", &path, Some(key), "application/json", named).await.0, 200);
    let line = json!([{ "timestamp": 1_795_336_011_300_i64, "isSystem": true, "message": mark }]);
    let device_key = device["api_key"].as_str().unwrap().to_owned();
    let logs = format!("/device/v2/{uuid}/logs");
    answer(router, "POST", &logs, Some(&device_key), "application/json", line.to_string().into_bytes()).await;
    Tenant {
        user: key.to_owned(),
        provisioning,
        device: device_key,
        uuid,
        app_uuid: fleet["uuid"].as_str().unwrap().to_owned(),
    }
}
