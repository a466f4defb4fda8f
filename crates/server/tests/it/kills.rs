//! `kill -9` of the server at ten moments of an update: the device finishes it, and nothing acknowledged is lost or doubled.

use std::time::Duration;

use serde_json::json;

use crate::harness::page::Page;
use crate::harness::process::{Device, PASSWORD, Ports, Server};
use crate::harness::waiting::eventually;

const KILLS: u64 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_survives_ten_kills_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let (data, ports) = (folder.path().join("data"), Ports::free());
    let more = ["--demo-devices", "0", "--min-poll", "2"];
    let mut server = Server::start(&data, ports, &more);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let fleet = page.fleet("river-gauges").await;
    let key = page.provisioning_key(fleet).await;
    let uuid = "fedcba9876543210fedcba9876543210";
    let fast = json!({"application": fleet, "name": "SENSOR_INTERVAL_MS", "value": "100"});
    page.ask("POST", "/api/v7/application_environment_variable", Some(&fast)).await;
    let releases =
        page.rows(&format!("release?$select=id&$filter=belongs_to__application eq {fleet}&$orderby=id asc")).await;
    let [old, new] = [0, 1].map(|index: usize| releases[index]["id"].clone());
    let hold = json!({"should_track_latest_release": false, "should_be_running__release": old});
    page.change(&format!("application({fleet})"), hold).await;

    // The old release comes quickly; the new one slowly enough for ten kills.
    let (fleet_id, home) = (fleet.to_string(), folder.path().join("device"));
    let arguments = ["--fleet", &fleet_id, "--type", "raspberrypi4-64", "--uuid", uuid, "--poll", "2"];
    let quick = Device::start(&home, &server.api(), &key, &[&arguments[..], &["--rate", "4000000"]].concat());
    let within = Duration::from_secs(40);
    let version = eventually("the old release runs", within, async || page.running(uuid).await).await;
    assert_eq!(version, "1.4.2");
    quick.stop();
    let _device = Device::start(&home, &server.api(), "", &[&arguments[2..], &["--rate", "200000"]].concat());
    let connected = format!("device?$select=id&$filter=uuid eq '{uuid}' and is_connected_to_vpn eq true");
    eventually("the device is back", within, async || page.rows(&connected).await.pop()).await;
    let id = page.device_id(uuid).await.unwrap();
    page.change(&format!("application({fleet})"), json!({"should_be_running__release": new})).await;

    let mut random = u64::from(std::process::id()) | 1;
    for round in 0..KILLS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Duration::from_millis(50 + (random >> 33) % 1_200);
        let note = format!("acknowledged before kill {round}");
        page.change(&format!("device({id})"), json!({"note": note})).await;
        tokio::time::sleep(moment).await;
        server.kill();
        server = Server::start(&data, ports, &more);
        let kept = page.rows(&format!("device?$select=note&$filter=id eq {id}")).await;
        assert_eq!(kept[0]["note"], note.as_str(), "kill {round} after {moment:?}");
    }
    let done = async || page.running(uuid).await.filter(|version| version == "1.5.0");
    eventually("the new release runs", Duration::from_mins(1), done).await;

    let lines = page.ask("GET", &format!("/api/device/v2/{uuid}/logs?count=all&sequence=1"), None).await;
    let lines = lines.as_array().unwrap();
    let sequences: Vec<_> = lines.iter().map(|line| line["sequence"].as_u64().unwrap()).collect();
    assert!(sequences.windows(2).all(|pair| pair[1] == pair[0] + 1), "no line is gone: {sequences:?}");
    // Each run of the sensor counts its readings from one: none is missing and none is there twice.
    let readings = lines.iter().filter_map(|line| {
        let rest = line["message"].as_str()?.strip_prefix("INFO  reading n=")?;
        rest.split(' ').next()?.parse::<u64>().ok()
    });
    let mut before = None;
    let mut counted = 0;
    for reading in readings {
        assert!(before.is_none_or(|before| reading == before + 1 || reading == 1), "{before:?} then {reading}");
        before = Some(reading);
        counted += 1;
    }
    assert!(counted > 100, "{counted} readings are enough to tell");
}
