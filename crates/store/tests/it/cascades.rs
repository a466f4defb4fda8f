//! Deleting: what hangs on a row goes with it, and every row that went is said.

use std::collections::BTreeMap;

use crate::world::World;
use serde_json::json;
use store::{ChangedRow, StoreError};

fn counted(changed: &[ChangedRow]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for row in changed {
        *counts.entry(row.resource).or_default() += 1;
    }
    counts
}

/// A fleet with one of everything below it, and two devices.
async fn full() -> (World, i64, i64, i64) {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, images) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main", "side"]).await;
    let device = w.device(fleet, '1').await;
    w.device(fleet, '2').await;
    let named = |parent: &str, id: i64, name: &str| json!({parent: id, "name": name, "value": "1"});
    w.post("application_environment_variable", named("application", fleet, "A")).await;
    w.post("application_config_variable", named("application", fleet, "RESIN_A")).await;
    w.post("application_tag", json!({"application": fleet, "tag_key": "a", "value": ""})).await;
    w.post("device_environment_variable", named("device", device, "A")).await;
    w.post("device_config_variable", named("device", device, "RESIN_A")).await;
    w.post("device_tag", json!({"device": device, "tag_key": "a", "value": ""})).await;
    w.post("device_service_environment_variable", named("service_install", 1, "A")).await;
    w.post("service_environment_variable", named("service", 1, "A")).await;
    w.post("service_label", json!({"service": 1, "label_name": "a", "value": ""})).await;
    w.post("image_environment_variable", named("release_image", 1, "A")).await;
    w.post("image_label", json!({"release_image": 1, "label_name": "a", "value": ""})).await;
    w.post("release_tag", json!({"release": release, "tag_key": "a", "value": ""})).await;
    w.post("release_asset", json!({"release": release, "asset_key": "a"})).await;
    let install = json!({"device": device, "installs__image": images[0], "is_provided_by__release": release,
        "status": "Running", "install_date": "2026-01-01T00:00:00Z"});
    w.post("image_install", install).await;
    (w, fleet, device, release)
}

#[tokio::test]
async fn a_fleet_goes_with_all_that_is_its() {
    let (w, fleet, device, _) = full().await;
    let written = w.delete(&format!("application({fleet})")).await.unwrap();
    let expected = BTreeMap::from([
        ("actor", 3),
        ("api_key", 2),
        ("application", 1),
        ("application_config_variable", 1),
        ("application_environment_variable", 1),
        ("application_tag", 1),
        ("device", 2),
        ("device_config_variable", 1),
        ("device_environment_variable", 1),
        ("device_service_environment_variable", 1),
        ("device_tag", 1),
        ("image", 2),
        ("image_environment_variable", 1),
        ("image_install", 1),
        ("image_label", 1),
        ("release", 1),
        ("release_asset", 1),
        ("release_image", 2),
        ("release_tag", 1),
        ("service", 2),
        ("service_environment_variable", 1),
        ("service_install", 4),
        ("service_label", 1),
    ]);
    assert_eq!(counted(&written.changed), expected);
    assert!(written.changed.iter().all(|row| row.application == Some(fleet)), "{:?}", written.changed);
    let of_device = written.changed.iter().filter(|row| row.device == Some(device)).count();
    assert_eq!(of_device, 10, "the device, its actor and key, its tag, variables and installs");
    for resource in expected.keys().filter(|resource| !["actor", "api_key"].contains(resource)) {
        let sql = format!("SELECT count(*) FROM {resource}");
        let left: i64 = w.store.read(move |c| Ok(c.query_row(&sql, [], |row| row.get(0))?)).await.unwrap();
        assert_eq!(left, 0, "{resource}");
    }
}

#[tokio::test]
async fn parts_go_with_their_own_parts() {
    let (w, fleet, device, _) = full().await;
    let written = w.delete(&format!("device({device})")).await.unwrap();
    assert_eq!(written.changed.len(), 10);
    assert!(written.changed.iter().all(|row| row.device == Some(device) && row.application == Some(fleet)));
    let written = w.delete("service(1)").await.unwrap();
    assert_eq!(
        counted(&written.changed),
        BTreeMap::from([
            ("image", 1),
            ("image_environment_variable", 1),
            ("image_label", 1),
            ("release_image", 1),
            ("service", 1),
            ("service_environment_variable", 1),
            ("service_install", 1),
            ("service_label", 1),
        ])
    );
}

#[tokio::test]
async fn moving_a_device_is_said_in_both_fleets() {
    let (w, _, device, _) = full().await;
    let other = w.fleet("fleet-2").await;
    let written = w.patch(&format!("device({device})"), json!({"belongs_to__application": other})).await.unwrap();
    let expected = BTreeMap::from([
        ("device", 2),
        ("device_service_environment_variable", 1),
        ("image_install", 1),
        ("service_install", 2),
    ]);
    assert_eq!(counted(&written.changed), expected);
    assert_eq!(w.ask("image_install?$select=status").await, json!([{"status": "deleted"}]));
    let gone = w.patch(&format!("device({device})"), json!({"belongs_to__application": 999})).await.unwrap_err();
    assert!(matches!(gone, StoreError::NotFound { .. }));
    assert_eq!(gone.to_string(), "Application doesn't exist or you have no access to it.");
}

#[tokio::test]
async fn a_host_os_in_use_stays() {
    let (w, fleet, device, _) = full().await;
    let os = w.fleet("some-os").await;
    let (release, _) = w.release(os, "f00", "2026-01-01T00:00:00Z", &["hostapp"]).await;
    let set = format!("UPDATE device SET should_be_operated_by__release = {release} WHERE id = {device}");
    w.store.write(move |c| Ok(c.execute_batch(&set)?)).await.unwrap();
    w.patch(
        &format!("application({os})"),
        json!({"should_track_latest_release": false, "should_be_running__release": null}),
    )
    .await
    .unwrap();
    for url in [format!("release({release})"), format!("application({os})")] {
        let refused = w.delete(&url).await.unwrap_err();
        assert_eq!(refused.to_string(), "Data is referenced by device.");
    }
    w.delete(&format!("application({fleet})")).await.unwrap();
    w.delete(&format!("application({os})")).await.unwrap();
    let left = w.ask("application/$count").await;
    assert_eq!(left, json!(0));
}
