//! From a device's stdout to a page, through every room of the house.

use std::time::Duration;

use serde_json::json;

use crate::harness::page::{Page, next_frame, put};
use crate::harness::process::{Device, PASSWORD, Ports, Server};
use crate::harness::terminal::Terminal;
use crate::harness::waiting::eventually;

const LONG: Duration = Duration::from_secs(40);

#[tokio::test(flavor = "multi_thread")]
async fn a_device_enters_runs_logs_and_opens_its_shells() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), Ports::free(), &["--demo-devices", "0", "--min-poll", "2"]);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let fleet = page.fleet("greenhouse").await;
    let key = page.provisioning_key(fleet).await;
    let uuid = "0123456789abcdef0123456789abcdef";
    let mut live = page.socket("/live").await;
    put(&mut live, &json!({"type": "subscribe", "id": 1, "topic": {"kind": "fleet", "id": fleet}})).await;
    assert_eq!(next_frame(&mut live).await["type"], "subscribed");

    let (fleet, home) = (fleet.to_string(), folder.path().join("device"));
    let arguments =
        ["--fleet", &fleet, "--type", "raspberrypi3-64", "--uuid", uuid, "--rate", "3000000", "--poll", "2"];
    let device = Device::start(&home, &server.api(), &key, &arguments);
    let version = eventually("the device runs", LONG, async || page.running(uuid).await).await;
    assert_eq!(version, "2.0.3", "the fleet's target");
    loop {
        let frame = next_frame(&mut live).await;
        assert_eq!(frame["type"], "changed");
        if frame["rows"].as_array().unwrap().iter().any(|row| row["resource"] == "image_install") {
            break;
        }
    }

    // Lines of every service, and the supervisor's own.
    let services = page.rows(&format!("service?$select=id&$filter=application eq {fleet}")).await;
    let mut missing: Vec<_> = services.iter().map(|service| service["id"].as_i64()).chain([None]).collect();
    put(&mut live, &json!({"type": "subscribe", "id": 2, "topic": {"kind": "logs", "system": true, "count": 1000}}))
        .await;
    put(&mut live, &json!({"type": "follow", "id": 2, "devices": [{ "uuid": uuid }]})).await;
    let mut last = 0;
    while !missing.is_empty() {
        let frame = next_frame(&mut live).await;
        for part in frame["parts"].as_array().into_iter().flatten() {
            assert!(part["missed"].is_null() && part["refused"].is_null(), "{part}");
            for line in part["lines"].as_array().into_iter().flatten() {
                let sequence = line["sequence"].as_u64().unwrap();
                assert!(sequence > last, "each line once, in order");
                last = sequence;
                missing.retain(|id| *id != line["serviceId"].as_i64());
            }
        }
    }

    let mut host = Terminal::open(&page, uuid, json!({"kind": "host"})).await;
    host.connected().await;
    host.run("echo $((6*7))", "42").await;
    host.run("stty size", "24 80").await;
    host.resize(100, 30).await;
    host.run("stty size", "30 100").await;
    host.run("export KEPT=over-the-break", "# ").await;
    let (session, received) = (host.session.clone(), host.received);
    drop(host);
    let mut host = Terminal::resume(&page, &session, received).await;
    host.run("echo $KEPT", "over-the-break").await;

    let mut service = Terminal::open(&page, uuid, json!({"kind": "service", "name": "display"})).await;
    service.connected().await;
    service.run("echo \"<$BALENA_SERVICE_NAME>\"", "<display>").await;
    service.run("exit 3", "exit").await;
    service.until("the end", |terminal| terminal.ended.is_some()).await;
    assert_eq!(service.ended.unwrap()["code"], 3);

    // Off-line: the open shell ends, a new one waits and opens when the device is back.
    device.stop();
    host.until("the end", |terminal| terminal.ended.is_some()).await;
    let mut waiting = Terminal::open(&page, uuid, json!({"kind": "host"})).await;
    waiting.until("waiting", |terminal| terminal.states.iter().any(|state| state == "waiting-for-device")).await;
    let _device = Device::start(&home, &server.api(), "", &arguments[2..]);
    waiting.connected().await;
    waiting.run("echo $((7*6))", "42").await;
}
