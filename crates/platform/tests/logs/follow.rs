//! Streams: headers at once, history and then what comes, heartbeats, slow readers.

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::followed::Followed;
use crate::support::http::body;
use crate::support::{SOON, World};
use crate::{NDJSON, history, lines, send};

#[tokio::test]
async fn lines_reach_followers_while_the_device_is_still_sending() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    let mut followed = Followed::open(&world, &device, "").await;
    let (sender, mut receiver) = mpsc::unbounded_channel::<Bytes>();
    let stream = futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx));
    let stream = stream.map(|bytes| Ok(Frame::data(bytes)));
    // Compressed and flushed piece by piece, as supervisors do.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut piece = |text: String| {
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.flush().unwrap();
        Bytes::from(std::mem::take(gzip.get_mut()))
    };
    sender.send(piece(lines(0..3))).unwrap();
    let path = format!("/device/v2/{}/log-stream", device.uuid);
    let headers = [NDJSON, ("content-encoding", "gzip")];
    let sending = world.http.open("POST", &path, Some(&device.key), &headers, BodyExt::boxed(StreamBody::new(stream)));
    let reading = async {
        for number in 0..3_u64 {
            let line = followed.line().await;
            assert_eq!(line["message"], json!(format!("line {number}")));
            assert_eq!(line.get("sequence"), None);
        }
        sender.send(piece(lines(3..4))).unwrap();
        assert_eq!(followed.line().await["message"], json!("line 3"));
        drop(sender);
    };
    let (answer, ()) = tokio::join!(timeout(SOON, sending), reading);
    // The stream ended without gzip's own end: what came is kept, and the device is told to send the rest again.
    assert!([201, 400].contains(&answer.unwrap().status().as_u16()));
    assert_eq!(history(&world, &device, "").await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_follower_resumes_by_number_and_is_told_what_is_gone() {
    let world = World::with(|config| config.log_heartbeat = Duration::from_millis(50)).await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    assert_eq!(Followed::open(&world, &device, "").await.raw().await, "\n");
    send(&world, &device, None, body(lines(0..10))).await;
    let mut resumed = Followed::open(&world, &device, "&after=8").await;
    assert_eq!(resumed.line().await["message"], json!("line 8"));
    assert_eq!(resumed.line().await["sequence"], json!(10));
    let mut some = Followed::open(&world, &device, "&count=1&sequence=1").await;
    assert_eq!(some.line().await, json!({ "missed": 0, "sequence": 9 }), "where it begins");
    assert_eq!(some.line().await["sequence"], json!(10));
    let mut plain = Followed::open(&world, &device, "&count=2").await;
    assert_eq!(plain.line().await["message"], json!("line 8"));
    for part in 0..4 {
        send(&world, &device, None, body(lines(part * 600..part * 600 + 600))).await;
    }
    let mut late = Followed::open(&world, &device, "&after=10").await;
    let gap = late.line().await;
    let first = late.line().await["sequence"].as_u64().unwrap();
    assert_eq!(gap, json!({ "missed": first - 11, "sequence": first - 1 }));
    assert!(first > 11);
    for number in first + 1..=2_410 {
        assert_eq!(late.line().await["sequence"], json!(number));
    }
    let mut beyond = Followed::open(&world, &device, "&after=99999").await;
    assert_eq!(beyond.line().await, json!({ "missed": 0, "sequence": 2_410 }), "an older copy was put back");
}

#[tokio::test]
async fn a_stream_looks_back_a_day_and_no_further() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    send(&world, &device, None, body(lines(0..3))).await;
    let id = device.id;
    let old = "UPDATE device_log_block SET created_at = created_at - 90000000 WHERE device = ?1";
    world.platform.store().write(move |c| Ok(c.execute(old, [id])?)).await.unwrap();
    send(&world, &device, None, body(lines(3..5))).await;
    let mut followed = Followed::open(&world, &device, "&count=all").await;
    assert_eq!(followed.line().await["message"], json!("line 3"));
    let week = store::clock::now_ms() - 7 * 86_400_000;
    let mut further = Followed::open(&world, &device, &format!("&count=all&start={week}")).await;
    assert_eq!(further.line().await["message"], json!("line 0"));
    assert_eq!(history(&world, &device, "").await.as_array().unwrap().len(), 5);
}

/// One that does not read is behind by more than is kept; meanwhile another gets every line.
#[tokio::test]
async fn a_slow_reader_is_told_in_the_api_s_words_and_holds_nobody_up() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    let mut slow = Followed::open(&world, &device, "").await;
    let mut slow_by_number = Followed::open(&world, &device, "&sequence=1").await;
    let mut healthy = Followed::open(&world, &device, "").await;
    // 40 MB: more than sockets and buffers hold.
    let long = "x".repeat(10_000);
    let mut total = 0;
    for _ in 0..40 {
        let text: String = (total..total + 100)
            .map(|n| json!({ "timestamp": n, "message": format!("{n} {long}") }).to_string() + "\n")
            .collect();
        send(&world, &device, None, body(text)).await;
        for number in total..total + 100 {
            assert_eq!(healthy.line().await["timestamp"], json!(number));
        }
        total += 100;
    }
    let (mut next, mut suppressed) = (0, 0);
    while next < total {
        let line = slow.line().await;
        let message = line["message"].as_str().unwrap();
        if let Some(rest) = message.strip_prefix("Warning: Suppressed ") {
            let missed: u64 = rest.strip_suffix(" message(s) due to slow reading").unwrap().parse().unwrap();
            assert_eq!((&line["isSystem"], &line["isStdErr"]), (&json!(true), &json!(true)));
            next += missed;
            suppressed += missed;
        } else {
            assert_eq!(line["timestamp"], json!(next));
            next += 1;
        }
    }
    assert!(suppressed > 0);
    let (mut position, mut missed) = (0, 0);
    while position < total {
        let line = slow_by_number.line().await;
        position = line["sequence"].as_u64().unwrap();
        missed += line["missed"].as_u64().unwrap_or(0);
    }
    assert!(missed > 0);
}
