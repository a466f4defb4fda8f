//! Logs: exactly once, in order, followed without loss, trimmed without silence.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod follow;
mod followed;
mod resume;
mod rules;
#[path = "../support/mod.rs"]
mod support;

use serde_json::{Value, json};
use support::World;
use support::device::Device;
use support::http::{Answer, Body};

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

fn lines(numbers: std::ops::Range<u64>) -> String {
    numbers
        .map(|n| json!({ "timestamp": n, "message": format!("line {n}"), "serviceId": 1 }).to_string() + "\n")
        .collect()
}

fn messages(lines: &Value) -> Vec<String> {
    lines.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap().to_owned()).collect()
}

async fn stream(world: &World, device: &Device, headers: &[(&str, &str)], body: Body) -> Answer {
    let path = format!("/device/v2/{}/log-stream", device.uuid);
    world.http.collect(world.http.open("POST", &path, Some(&device.key), headers, body).await).await
}

async fn send(world: &World, device: &Device, offset: Option<u64>, body: Body) -> Answer {
    let offset = offset.map(|offset| offset.to_string());
    let mut headers = vec![NDJSON];
    if let Some(offset) = &offset {
        headers.extend([("x-log-session", "00000000000000aa"), ("x-log-offset", offset)]);
    }
    stream(world, device, &headers, body).await
}

async fn history(world: &World, device: &Device, query: &str) -> Value {
    let answer = world.get(&format!("/device/v2/{}/logs{query}", device.uuid)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}
