//! Logs: exactly once, in order, followed without loss, trimmed without silence.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use serde_json::{Value, json};
use support::device::Device;
use support::http::{Answer, Body, body};
use support::{SOON, World};
use tokio::sync::mpsc;
use tokio::time::timeout;

fn lines(numbers: std::ops::Range<u64>) -> String {
    numbers
        .map(|n| json!({ "timestamp": n, "message": format!("line {n}"), "serviceId": 1 }).to_string() + "\n")
        .collect()
}

fn messages(lines: &Value) -> Vec<String> {
    lines.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap().to_owned()).collect()
}

async fn send(world: &World, device: &Device, offset: Option<u64>, body: Body) -> Answer {
    let offset = offset.map(|offset| offset.to_string());
    let mut headers = vec![("content-type", "application/x-ndjson")];
    if let Some(offset) = &offset {
        headers.extend([("x-log-session", "00000000000000aa"), ("x-log-offset", offset)]);
    }
    let path = format!("/device/v2/{}/log-stream", device.uuid);
    world.http.collect(world.http.open("POST", &path, Some(&device.key), &headers, body).await).await
}

async fn history(world: &World, device: &Device) -> Vec<String> {
    let answer = world.get(&format!("/device/v2/{}/logs", device.uuid)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    messages(&answer.json())
}

/// Lines of an NDJSON answer as they come.
struct Followed(Incoming, Vec<u8>);

impl Followed {
    async fn open(world: &World, device: &Device, query: &str) -> Self {
        let path = format!("/device/v2/{}/logs?stream=1{query}", device.uuid);
        let answer = timeout(SOON, world.http.open("GET", &path, Some(&world.token), &[], body(""))).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        Self(answer.into_body(), Vec::new())
    }

    async fn raw(&mut self) -> String {
        loop {
            if let Some(end) = self.1.iter().position(|byte| *byte == b'\n') {
                let line = self.1.drain(..=end).collect::<Vec<_>>();
                return String::from_utf8(line).unwrap();
            }
            let frame = timeout(SOON, self.0.frame()).await.unwrap().unwrap().unwrap();
            self.1.extend_from_slice(&frame.into_data().unwrap());
        }
    }

    async fn line(&mut self) -> Value {
        loop {
            let line = self.raw().await;
            if line != "\n" {
                return serde_json::from_str(&line).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_numbered_line_is_kept_once_however_often_it_is_sent() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    assert_eq!(send(&world, &device, Some(0), body(lines(0..5))).await.short(), "201 ");
    // The answer was lost: the device sends again what it had, and more.
    assert_eq!(send(&world, &device, Some(2), body(lines(2..8))).await.short(), "201 ");
    assert_eq!(send(&world, &device, Some(0), body(lines(0..8))).await.short(), "201 ");
    let expected: Vec<_> = (0..8).map(|n| format!("line {n}")).collect();
    assert_eq!(history(&world, &device).await, expected);
    let bad = [("content-type", "application/x-ndjson"), ("x-log-session", "nothex"), ("x-log-offset", "0")];
    let path = format!("/device/v2/{}/log-stream", device.uuid);
    let refused = world.http.open("POST", &path, Some(&device.key), &bad, body("")).await;
    assert_eq!(refused.status(), 400);
}

#[tokio::test]
async fn lines_reach_followers_while_the_device_is_still_sending() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    let mut followed = Followed::open(&world, &device, "").await;
    let (sender, mut receiver) = mpsc::unbounded_channel::<Bytes>();
    let stream = futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx));
    let stream = futures_util::StreamExt::map(stream, |bytes| Ok(Frame::data(bytes)));
    // Compressed and flushed piece by piece, as supervisors do.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut piece = |text: String| {
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.flush().unwrap();
        Bytes::from(std::mem::take(gzip.get_mut()))
    };
    sender.send(piece(lines(0..3))).unwrap();
    let path = format!("/device/v2/{}/log-stream", device.uuid);
    let headers = [("content-type", "application/x-ndjson"), ("content-encoding", "gzip")];
    let sending = world.http.open("POST", &path, Some(&device.key), &headers, StreamBody::new(stream).boxed());
    let (first, answered) = tokio::sync::oneshot::channel();
    let reading = async {
        for number in 0..3_u64 {
            let line = followed.line().await;
            assert_eq!(line["message"], json!(format!("line {number}")));
            assert_eq!(line["sequence"], json!(number + 1));
        }
        sender.send(piece(lines(3..4))).unwrap();
        assert_eq!(followed.line().await["message"], json!("line 3"));
        drop(sender);
        first.send(()).unwrap();
    };
    let (answer, ()) = tokio::join!(timeout(SOON, sending), reading);
    answered.await.unwrap();
    // The stream ended without gzip's own end: what came is kept, and the device is told to send the rest again.
    assert!([201, 400].contains(&answer.unwrap().status().as_u16()));
    assert_eq!(history(&world, &device).await.len(), 4);
}

#[tokio::test]
async fn a_follower_resumes_by_number_and_is_told_what_is_gone() {
    let world = World::with(|config| config.log_heartbeat = Duration::from_millis(50)).await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    assert_eq!(Followed::open(&world, &device, "").await.raw().await, "\n");
    send(&world, &device, None, body(lines(0..10))).await;
    let mut resumed = Followed::open(&world, &device, "&after=8").await;
    assert_eq!(resumed.line().await["message"], json!("line 8"));
    assert_eq!(resumed.line().await["message"], json!("line 9"));
    let mut some = Followed::open(&world, &device, "&count=1").await;
    assert_eq!(some.line().await["sequence"], json!(10));
    for part in 0..4 {
        send(&world, &device, None, body(lines(part * 600..part * 600 + 600))).await;
    }
    let mut late = Followed::open(&world, &device, "&after=10").await;
    let gap = late.line().await;
    assert_eq!(gap["isSystem"], json!(true));
    let first = late.line().await;
    let missed = first["sequence"].as_u64().unwrap() - 11;
    assert_eq!(gap["message"], json!(format!("Warning: Suppressed {missed} message(s) due to slow reading")));
    assert!(missed > 0);
    let mut last = first["sequence"].as_u64().unwrap();
    while last < 2_410 {
        let next = late.line().await["sequence"].as_u64().unwrap();
        assert_eq!(next, last + 1);
        last = next;
    }
}

#[tokio::test]
async fn what_is_not_a_device_s_own_log_is_refused() {
    let world = World::new().await;
    let fleet = world.fleet("log-fleet").await;
    let (one, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let path = format!("/device/v2/{}/logs", one.uuid);
    let batch = json!([{ "timestamp": 1, "message": "hello", "color": "red" }]);
    assert_eq!(world.http.post(&path, Some(&one.key), &batch).await.short(), "201 ");
    assert_eq!(world.http.post(&path, Some(&other.key), &batch).await.short(), "401 ");
    assert_eq!(world.http.post(&path, Some(&world.token), &batch).await.short(), r#"401 {"error":"API key required"}"#);
    assert_eq!(world.http.post(&path, Some(&one.key), &json!({ "message": "x" })).await.status, 400);
    let eleven: Vec<_> = (0..11).map(|n| json!({ "timestamp": n, "message": "x" })).collect();
    let answer = world.http.post(&path, Some(&one.key), &json!(eleven)).await;
    assert_eq!(answer.short(), r#"400 "Batches cannot include more than 10 logs""#);
    assert_eq!(world.http.get(&path, None).await.short(), "401 ");
    let nobody = world.get(&format!("/device/v2/{}/logs", "c".repeat(32))).await;
    assert_eq!(nobody.status, 404);
    assert_eq!(history(&world, &one).await, ["hello"]);
}
