//! A device's life in the database: registering, its target, its reports, its link.

use std::time::Duration;

use crate::world::World;
use model::heartbeat::HeartbeatState;
use serde_json::{Value, json};
use store::connectivity::Heard;
use store::report_body::Report;
use store::report_pace::Pace;
use store::{StoreError, api_keys, connectivity, devices, state_report, target_state};

async fn report(w: &World, device: i64, body: Value) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let report = Report::read(&body).unwrap();
    let done = w.store.write(move |c| state_report::apply(c, device, &report, &at_once())).await?;
    Ok(done.changed.into_iter().map(|row| (row.resource, row.id)).collect())
}

/// No pace: everything is written when it comes.
fn at_once() -> Pace {
    Pace::new(Duration::ZERO, Duration::ZERO)
}

async fn installs(w: &World) -> Value {
    w.ask("image_install?$select=status,download_progress&$orderby=id asc").await
}

#[tokio::test]
async fn reports_make_installs_and_what_is_not_mentioned_is_deleted() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, images) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main", "side"]).await;
    let device = w.device(fleet, '1').await;
    let uuid = w.ask(&format!("application({fleet})?$select=uuid")).await[0]["uuid"].as_str().unwrap().to_owned();
    let (main, side) = (w.location(images[0]).await, w.location(images[1]).await);
    let apps = |services: Value, extra: Value| {
        let mut app = json!({"releases": {"a1": {"update_status": "downloading", "services": services}}});
        if let (Some(app), Value::Object(extra)) = (app.as_object_mut(), extra) {
            app.extend(extra);
        }
        let mut apps = json!({});
        apps[&uuid] = app;
        json!({ "apps": apps })
    };
    let body = apps(
        json!({"main": {"image": main, "status": "Downloading", "download_progress": 30},
            "side": {"image": side, "status": "Downloading", "download_progress": 0}}),
        json!({}),
    );
    let changed = report(&w, device, body.clone()).await.unwrap();
    assert_eq!(changed, [("device", 1), ("image_install", 1), ("image_install", 2)]);
    assert_eq!(report(&w, device, body).await.unwrap(), [], "the same again changes nothing");
    w.store.write(move |c| connectivity::heard(c, device, 1)).await.unwrap();
    let status = w.ask("device(1)?$select=overall_status,overall_progress,update_status").await;
    assert_eq!(
        status[0],
        json!({"overall_status": "updating", "overall_progress": 15, "update_status": "downloading"})
    );

    let body = apps(json!({"main": {"image": main, "status": "Downloaded"}}), json!({"release_uuid": "a1"}));
    report(&w, device, body).await.unwrap();
    assert_eq!(
        installs(&w).await,
        json!([{"status": "Downloaded", "download_progress": 30}, {"status": "deleted", "download_progress": null}])
    );
    let row = w.ask("device(1)?$select=is_running__release").await;
    assert_eq!(row[0]["is_running__release"], json!({"__id": release}));
    report(&w, device, json!({"ip_address": "10.0.0.5", "cpu_usage": 13, "provisioning_progress": null}))
        .await
        .unwrap();
    let row = w.ask("device(1)?$select=ip_address,cpu_usage").await;
    assert_eq!(row[0], json!({"ip_address": "10.0.0.5", "cpu_usage": 13}));
    assert_eq!(report(&w, device, json!({})).await.unwrap(), []);
    report(&w, device, json!({"apps": {}})).await.unwrap();
    assert_eq!(installs(&w).await[0]["status"], "deleted");

    for services in [
        json!({"main": {"image": format!("{main}@sha256:00")}}),
        json!({"main": {"image": main}, "again": {"image": main}}),
        json!({"main": {"image": "x"}}),
    ] {
        assert!(matches!(report(&w, device, apps(services, json!({}))).await, Err(StoreError::Forbidden)));
    }
    let foreign = apps(json!({}), json!({"release_uuid": "ffff"}));
    assert!(matches!(report(&w, device, foreign).await, Err(StoreError::Forbidden)));
}

#[tokio::test]
async fn the_target_merges_variables_by_precedence() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, _) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["web"]).await;
    let device = w.device(fleet, '1').await;
    let env = async || {
        let target = w.store.read(move |c| target_state::of_device(c, device, 10_000)).await.unwrap().unwrap();
        let app = target.state.apps.into_values().next().unwrap();
        let service = app.releases["a1"].services["web"].clone();
        (service.environment["A"].clone(), service.labels, target.state.config)
    };
    let layers = [
        ("image_environment_variable", json!({"release_image": 1, "name": "A", "value": "image"})),
        ("application_environment_variable", json!({"application": fleet, "name": "A", "value": "fleet"})),
        ("service_environment_variable", json!({"service": 1, "name": "A", "value": "service"})),
        ("device_environment_variable", json!({"device": device, "name": "A", "value": "device"})),
        ("device_service_environment_variable", json!({"service_install": 1, "name": "A", "value": "device-service"})),
    ];
    for (resource, body) in layers {
        let value = body["value"].clone();
        w.post(resource, body).await;
        assert_eq!(env().await.0, value);
    }
    w.post("image_label", json!({"release_image": 1, "label_name": "shared", "value": "image"})).await;
    w.post("service_label", json!({"service": 1, "label_name": "shared", "value": "service"})).await;
    w.post("application_config_variable", json!({"application": fleet, "name": "RESIN_X", "value": "1"})).await;
    w.post("device_config_variable", json!({"device": device, "name": "RESIN_X", "value": "2"})).await;
    w.post("device_config_variable", json!({"device": device, "name": "BALENA_UI_X", "value": "2"})).await;
    let interval = json!({"device": device, "name": "RESIN_SUPERVISOR_POLL_INTERVAL", "value": "5"});
    w.post("device_config_variable", interval).await;
    let (_, labels, config) = env().await;
    assert_eq!(labels["shared"], "service");
    let config: Vec<_> = config.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(config, [("RESIN_SUPERVISOR_POLL_INTERVAL", "10000"), ("RESIN_X", "2")]);
    let target = w.store.read(move |c| target_state::of_device(c, device, 10_000)).await.unwrap().unwrap();
    assert_eq!(target.state.apps.values().next().unwrap().releases["a1"].id, release);
    assert!(w.store.read(move |c| target_state::of_device(c, 999, 1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_device_registers_once_and_its_key_is_its_own() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    let again = wire::register::Register {
        application: fleet,
        device_type: "raspberrypi4-64".into(),
        uuid: "1".repeat(32).parse().unwrap(),
        api_key: Some("abcdefghijklmnopqrstuvwxyz012345".into()),
        supervisor_version: None,
        os_version: None,
        os_variant: None,
        mac_address: None,
    };
    let mut other = again.clone();
    let taken = w.store.write(move |c| devices::register(c, &again)).await.unwrap_err();
    assert_eq!(taken.to_string(), "\"uuid\" must be unique.");
    other.uuid = "2".repeat(62).parse().unwrap();
    let registered = w.store.write(move |c| devices::register(c, &other)).await.unwrap().value;
    assert_eq!(registered.api_key, "abcdefghijklmnopqrstuvwxyz012345");
    let owner = w.store.read(|c| api_keys::owner(c, "abcdefghijklmnopqrstuvwxyz012345")).await.unwrap().unwrap();
    assert_eq!((owner.role, owner.kind), (api_keys::KeyRole::Device, store::actors::ActorKind::Device(registered.id)));
    assert!(w.store.read(|c| api_keys::owner(c, "wrong")).await.unwrap().is_none());
    w.delete(&format!("device({})", registered.id)).await.unwrap();
    assert!(w.store.read(|c| api_keys::owner(c, "abcdefghijklmnopqrstuvwxyz012345")).await.unwrap().is_none());
    let (me, stranger) = (w.me, w.stranger);
    let uuid = "1".repeat(32);
    let seen = w.store.read(move |c| devices::by_uuid(c, me, &uuid)).await.unwrap().unwrap();
    assert_eq!((seen.id, seen.application), (device, fleet));
    let unseen = w.store.read(move |c| devices::by_application(c, stranger, fleet)).await.unwrap();
    assert!(unseen.is_empty());
}

#[tokio::test]
async fn links_and_heartbeats_change_a_row_only_when_they_change() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    let lengths = w
        .store
        .write(move |c| {
            Ok([
                connectivity::link_up(c, device, 1_000)?.len(),
                connectivity::link_up(c, device, 2_000)?.len(),
                connectivity::heard(c, device, 2_000)?.len(),
                connectivity::heard(c, device, 3_000)?.len(),
                connectivity::set_heartbeat(c, device, HeartbeatState::Timeout, 4_000)?.len(),
                connectivity::all_links_down(c, 5_000)?,
            ])
        })
        .await
        .unwrap();
    assert_eq!(lengths, [1, 0, 1, 0, 1, 1]);
    let row = w.ask("device(1)?$select=is_online,last_connectivity_event,overall_status,api_heartbeat_state").await;
    assert_eq!(
        row[0],
        json!({"is_online": false, "last_connectivity_event": "1970-01-01T00:00:05.000Z",
            "overall_status": "reduced-functionality", "api_heartbeat_state": "timeout"})
    );
    let interval = json!({"device": device, "name": "RESIN_SUPERVISOR_POLL_INTERVAL", "value": "90000"});
    w.post("device_config_variable", interval).await;
    let known = w.store.read(|c| connectivity::heartbeats(c, 20_000)).await.unwrap();
    assert_eq!(known, [Heard { device, state: HeartbeatState::Timeout, poll_interval_ms: 90_000 }]);
}
