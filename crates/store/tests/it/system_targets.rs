//! Supervisor and host OS of a device as releases: set from what it reports, bounded when a person sets them; and moving.

use std::time::Duration;

use crate::world::World;
use serde_json::{Value, json};
use store::report_body::Report;
use store::report_pace::Pace;
use store::{StoreError, state_report, target_state};

async fn report(w: &World, device: i64, body: Value) {
    let report = Report::read(&body).unwrap();
    let pace = Pace::new(Duration::ZERO, Duration::ZERO);
    w.store.write(move |c| state_report::apply(c, device, &report, &pace)).await.unwrap();
}

/// A release of this version, successful, with one image.
async fn version(w: &World, fleet: i64, commit: &str, semver: &str) -> i64 {
    let (release, _) = w.release(fleet, commit, "2026-01-01T00:00:00Z", &["hostapp"]).await;
    let parts: Vec<&str> = semver.split('.').collect();
    let sql = format!(
        "UPDATE release SET semver_major = {}, semver_minor = {}, semver_patch = {}, revision = 0 WHERE id = {release}",
        parts[0], parts[1], parts[2]
    );
    w.store.write(move |c| Ok(c.execute_batch(&sql)?)).await.unwrap();
    release
}

async fn target(w: &World, device: i64, field: &str) -> Value {
    w.ask(&format!("device({device})?$select={field}")).await[0][field]["__id"].clone()
}

async fn refusal(w: &World, device: i64, field: &str, release: i64) -> String {
    match w.patch(&format!("device({device})"), json!({field: release})).await {
        Err(StoreError::Rule { message }) => message,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_host_os_follows_what_runs_and_never_goes_back() {
    let w = World::new().await;
    let (fleet, host, other) = (w.fleet("fleet-1").await, w.fleet("raspberrypi4-64").await, w.fleet("other").await);
    w.sql("UPDATE application SET is_host = 1, is_of__class = 'app' WHERE app_name = 'raspberrypi4-64'").await;
    let (old, now, new) = (
        version(&w, host, "a1", "6.4.0").await,
        version(&w, host, "b2", "6.5.0").await,
        version(&w, host, "c3", "6.6.0").await,
    );
    let foreign = version(&w, other, "d4", "7.0.0").await;
    let device = w.device(fleet, '1').await;
    let field = "should_be_operated_by__release";
    assert_eq!(target(&w, device, field).await, json!(null), "without a variant nothing is known");
    report(&w, device, json!({"os_variant": "prod"})).await;
    assert_eq!(target(&w, device, field).await, json!(now));
    let services = w.ask(&format!("service_install?$select=id&$filter=device eq {device}")).await;
    assert_eq!(services.as_array().unwrap().len(), 1, "its services are the device's to configure");

    assert_eq!(refusal(&w, device, field, old).await, "Attempt to downgrade hostapp, which is not allowed");
    assert!(
        refusal(&w, device, field, foreign)
            .await
            .ends_with("belongs to an application that is host and is for the device type.")
    );
    w.patch(&format!("device({device})"), json!({field: new})).await.unwrap();
    report(&w, device, json!({"os_version": "balenaOS 6.5.0"})).await;
    assert_eq!(target(&w, device, field).await, json!(new), "what runs is not newer than the target");
    let told = w.store.read(move |c| target_state::of_device(c, device, 1)).await.unwrap().unwrap().state;
    let app = told.apps.values().find(|app| app.is_host).unwrap();
    assert_eq!((app.id, app.class.as_str(), app.releases["c3"].id), (host, "app", new));
    assert_eq!(app.releases["c3"].services["hostapp"].labels["io.balena.image.store"], "root");
    assert_eq!(told.apps.len(), 2);

    report(&w, device, json!({"os_version": "balenaOS 7.7.7"})).await;
    assert_eq!(target(&w, device, field).await, json!(null), "an OS that is no release leaves no older target behind");
    w.sql("UPDATE release SET is_invalidated = 1 WHERE \"commit\" = 'c3'").await;
    assert_eq!(refusal(&w, device, field, new).await, format!("Could not find a hostapp release with this ID {new}"));
    report(&w, device, json!({"os_version": "balenaOS 6.6.0"})).await;
    assert_eq!(target(&w, device, field).await, json!(new), "a device may run what nobody may choose any more");
    let other_type = w.ask("device_type(slug='raspberrypi3')?$select=id").await[0]["id"].clone();
    w.patch(&format!("device({device})"), json!({"is_of__device_type": other_type})).await.unwrap();
    assert_eq!(target(&w, device, field).await, json!(null));
}

#[tokio::test]
async fn the_first_supervisor_version_is_the_target() {
    let w = World::new().await;
    let (fleet, supervisor) = (w.fleet("fleet-1").await, w.fleet("aarch64-supervisor").await);
    w.sql("UPDATE application SET is_public = 1, slug = 'balena_os/aarch64-supervisor' WHERE app_name = 'aarch64-supervisor'").await;
    let (old, now, new) = (
        version(&w, supervisor, "a1", "17.0.2").await,
        version(&w, supervisor, "b2", "17.0.3").await,
        version(&w, supervisor, "c3", "17.0.4").await,
    );
    let field = "should_be_managed_by__release";
    let device = w.device(fleet, '1').await;
    assert_eq!(target(&w, device, field).await, json!(now), "at the registration");
    report(&w, device, json!({"supervisor_version": "17.0.4"})).await;
    assert_eq!(target(&w, device, field).await, json!(now), "later it is a person's to choose");
    assert_eq!(refusal(&w, device, field, old).await, "Attempt to downgrade supervisor, which is not allowed");
    w.patch(&format!("device({device})"), json!({field: new})).await.unwrap();
    let foreign = version(&w, fleet, "d4", "18.0.0").await;
    assert!(refusal(&w, device, field, foreign).await.contains("\"balena_os/aarch64-supervisor\""));
    w.sql("UPDATE device SET supervisor_version = NULL, should_be_managed_by__release = NULL").await;
    report(&w, device, json!({"supervisor_version": "17.0.2"})).await;
    assert_eq!(target(&w, device, field).await, json!(old), "with the first report");
}

#[tokio::test]
async fn a_device_that_moves_leaves_everything_of_its_fleet() {
    let w = World::new().await;
    let (fleet, other) = (w.fleet("fleet-1").await, w.fleet("fleet-2").await);
    let (release, images) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    w.release(other, "b2", "2026-01-01T00:00:00Z", &["side"]).await;
    let device = w.device(fleet, '1').await;
    let uuid = w.ask(&format!("application({fleet})?$select=uuid")).await[0]["uuid"].as_str().unwrap().to_owned();
    let services = json!({"main": {"image": w.location(images[0]).await, "status": "Running", "download_progress": 7}});
    report(&w, device, json!({"apps": {uuid: {"releases": {"a1": {"services": services}}}}})).await;
    w.patch(&format!("device({device})"), json!({"is_pinned_on__release": release})).await.unwrap();
    w.patch(&format!("device({device})"), json!({"belongs_to__application": other})).await.unwrap();
    let row = w
        .ask(&format!(
            "device({device})?$select=is_pinned_on__release&$expand=image_install($select=status,download_progress),\
             service_install($select=id;$expand=service($select=service_name))"
        ))
        .await;
    assert_eq!(row[0]["is_pinned_on__release"], json!(null));
    assert_eq!(row[0]["image_install"], json!([{"status": "deleted", "download_progress": null}]));
    assert_eq!(row[0]["service_install"].as_array().unwrap().len(), 1);
    assert_eq!(row[0]["service_install"][0]["service"][0]["service_name"], "side");
    w.sql("UPDATE device SET os_version = 'balenaOS 2.3.0'").await;
    let back = w.patch(&format!("device({device})"), json!({"belongs_to__application": fleet})).await.unwrap_err();
    assert!(
        back.to_string().ends_with("has OS version balenaOS 2.3.0 but needs to satisfy version range: >=2.11.0"),
        "{back}"
    );
    let intel = w.ask("device_type(slug='intel-nuc')?$select=id").await[0]["id"].clone();
    w.sql("UPDATE device SET os_version = NULL, supervisor_version = NULL").await;
    w.patch(&format!("device({device})"), json!({"is_of__device_type": intel})).await.unwrap();
    w.patch(&format!("device({device})"), json!({"belongs_to__application": fleet})).await.unwrap();
}
