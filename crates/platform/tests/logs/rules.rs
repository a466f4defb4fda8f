//! What may be written and read, and the exact answers to what may not.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::support::World;
use crate::support::http::body;
use crate::{NDJSON, history, lines, messages, send, stream};

#[tokio::test]
async fn a_numbered_line_is_kept_once_however_often_it_is_sent() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    assert_eq!(send(&world, &device, Some(0), body(lines(0..5))).await.short(), "201 ");
    // The answer was lost: the device sends again what it had, and more.
    assert_eq!(send(&world, &device, Some(2), body(lines(2..8))).await.short(), "201 ");
    assert_eq!(send(&world, &device, Some(0), body(lines(0..8))).await.short(), "201 ");
    let expected: Vec<_> = (0..8).map(|n| format!("line {n}")).collect();
    assert_eq!(messages(&history(&world, &device, "").await), expected);
    // Dropped on the device, and a line that is none: both keep their place.
    send(&world, &device, Some(10), body("nonsense\n".to_owned() + &lines(11..12))).await;
    let last = messages(&history(&world, &device, "?count=3").await);
    assert_eq!(
        last,
        [
            "Warning: 2 message(s) were dropped on the device",
            "Warning: the device sent a line here that is no log line",
            "line 11"
        ]
    );
    let bad = [NDJSON, ("x-log-session", "nothex"), ("x-log-offset", "0")];
    assert_eq!(stream(&world, &device, &bad, body("")).await.status, 400);
}

#[tokio::test]
async fn what_is_not_a_device_s_own_log_is_refused() {
    let world = World::new().await;
    let fleet = world.fleet("log-fleet").await;
    let (one, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let provisioning = world.provisioning_key(fleet).await;
    let stranger = world.stranger().await;
    let batch = json!([{ "timestamp": 1, "message": "hello", "color": "red" }]);
    let unknown = "c".repeat(32);
    let mut answers = Vec::new();
    let own = world.post("/api-key/user/full", &json!({ "name": "mine" })).await.json();
    let own = own.as_str().unwrap();
    for route in ["logs", "log-stream"] {
        let keys = [Some(&*one.key), Some(own), Some(&*other.key), Some(&*provisioning), Some(&*stranger)];
        for (uuid, key) in keys
            .into_iter()
            .chain([Some("x"), Some(&*world.token), None])
            .map(|key| (&one.uuid, key))
            .chain([(&unknown, Some(&*one.key)), (&unknown, None)])
        {
            let path = format!("/device/v2/{uuid}/{route}");
            let answer = if route == "logs" {
                world.http.post(&path, key, &batch).await
            } else {
                let line = body("{\"timestamp\":1,\"message\":\"hello\"}\n");
                world.http.collect(world.http.open("POST", &path, key, &[NDJSON], line).await).await
            };
            answers.push(answer.short());
        }
    }
    let no = "401 ";
    let required = r#"401 {"error":"API key required"}"#;
    let expected = ["201 ", "201 ", no, no, no, required, required, required, no, no];
    assert_eq!(answers, [expected, expected].concat());
    assert_eq!(messages(&history(&world, &one, "").await), ["hello"; 4]);
    let path = format!("/device/v2/{}/logs", one.uuid);
    assert_eq!(world.http.get(&path, None).await.short(), "401 ");
    assert_eq!(world.http.get(&path, Some(&one.key)).await.short(), "401 ");
    assert_eq!(world.http.get(&path, Some(&stranger)).await.status, 404);
    let nobody = world.get(&format!("/device/v2/{unknown}/logs")).await;
    assert_eq!(nobody.short(), format!("404 \"No device with uuid {unknown}\""));
}

#[tokio::test]
async fn a_batch_holds_ten_lines_of_the_right_types() {
    let world = World::new().await;
    let fleet = world.fleet("log-fleet").await;
    let (device, other) = (world.device(fleet, 'a').await, world.device(fleet, 'b').await);
    let path = format!("/device/v2/{}/logs", device.uuid);
    let line = |extra: Value| {
        let mut line = json!({ "timestamp": 1, "message": "a" });
        line.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!([line])
    };
    for (extra, status) in [
        (json!({ "message": 5 }), 400),
        (json!({ "message": null }), 400),
        (json!({ "timestamp": "2026-01-01T00:00:00Z" }), 400),
        (json!({ "timestamp": 1.5 }), 400),
        (json!({ "timestamp": -5 }), 201),
        (json!({ "timestamp": 9_007_199_254_740_993_i64 }), 400),
        (json!({ "isSystem": null }), 400),
        (json!({ "isStdErr": 1 }), 400),
        (json!({ "serviceId": null }), 400),
        (json!({ "serviceId": 4_294_967_296_i64 }), 400),
        (json!({ "serviceId": 1.5 }), 400),
        (json!({ "uuid": 5 }), 400),
        (json!({ "uuid": "of another" }), 201),
        (json!({ "is_system": true, "image_id": 5, "message": "old" }), 201),
        (json!({ "message": "x".repeat(20_000) }), 201),
    ] {
        let answer = world.http.post(&path, Some(&device.key), &line(extra.clone())).await;
        assert_eq!(answer.short(), format!("{status} "), "{extra}");
    }
    for body in [json!({ "message": "x" }), json!([null]), json!([[{ "timestamp": 1, "message": "a" }]]), json!(["a"])]
    {
        assert_eq!(world.http.post(&path, Some(&device.key), &body).await.short(), "400 ", "{body}");
    }
    let eleven: Vec<_> = (0..11).map(|n| json!({ "timestamp": n, "message": "x" })).collect();
    let too_many = r#"400 "Batches cannot include more than 10 logs""#;
    assert_eq!(world.http.post(&path, Some(&device.key), &json!(eleven)).await.short(), too_many);
    // Whose log it is is asked only when there is something to write.
    assert_eq!(world.http.post(&path, Some(&other.key), &json!(eleven)).await.short(), too_many);
    assert_eq!(world.http.post(&path, Some(&other.key), &json!([])).await.short(), "201 ");
    for (kind, text, short) in [
        ("text/plain", "[]", "400 "),
        ("application/x-ndjson", "[]", "400 "),
        ("application/json", "", "400 "),
        ("Application/JSON; charset=utf-8", "[]", "201 "),
        ("application/json", r#"[{"timestamp":1,"message":"half \ud800 pair"}]"#, "201 "),
    ] {
        let answer = world.http.open("POST", &path, Some(&device.key), &[("content-type", kind)], body(text)).await;
        assert_eq!(world.http.collect(answer).await.short(), short, "{kind} {text}");
    }
    for no_json in ["[{", "\"a\"", "5"] {
        let headers = [("content-type", "application/json")];
        let answer = world.http.open("POST", &path, Some(&device.key), &headers, body(no_json)).await;
        let answer = world.http.collect(answer).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("text/html; charset=utf-8")));
    }
    let kept = messages(&history(&world, &device, "").await);
    assert_eq!(kept, ["a", "old", &"x".repeat(20_000), "half \u{fffd} pair"]);
}

#[tokio::test]
async fn a_sixteenth_batch_in_ten_seconds_waits() {
    let world = World::with(|config| config.rate_limit_factor = 1).await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    let path = format!("/device/v2/{}/logs", device.uuid);
    let batch = json!([{ "timestamp": 1, "message": "a" }]);
    for _ in 0..15 {
        assert_eq!(world.http.post(&path, Some(&device.key), &batch).await.status, 201);
    }
    let refused = world.http.post(&path, Some(&device.key), &batch).await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
    assert_eq!(history(&world, &device, "").await.as_array().unwrap().len(), 15);
}

#[tokio::test]
async fn a_stream_is_ndjson_plain_or_gzip() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    for kind in ["application/json", "application/x-ndjson; charset=utf-8", "Application/X-NDJSON"] {
        let answer = stream(&world, &device, &[("content-type", kind)], body(lines(0..1))).await;
        let short = r#"415 "Streaming requests require Content-Type application/x-ndjson""#;
        assert_eq!(answer.short(), short, "{kind}");
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(lines(0..2).as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let headers = [NDJSON, ("content-encoding", "gzip")];
    assert_eq!(stream(&world, &device, &headers, body(gzip.clone())).await.short(), "201 ");
    for broken in [lines(9..10).into_bytes(), gzip[..gzip.len() / 2].to_vec()] {
        let answer = stream(&world, &device, &headers, body(broken)).await;
        assert_eq!(answer.short(), r#"400 "The body broke off.""#);
    }
    let unknown = [NDJSON, ("content-encoding", "deflate")];
    let plain = "{\"timestamp\":1,\"message\":\"plain\"}\n";
    assert_eq!(stream(&world, &device, &unknown, body(plain)).await.short(), "201 ");
    for (text, short) in [
        ("", "201 "),
        ("\n\r\n\n", "201 "),
        ("{\"timestamp\":1,\"message\":\"no end\"}", "201 "),
        ("1\n\"a\"\n[]\ntrue\n{}\n", "201 "),
        ("{\"timestamp\":\"1\",\"message\":\"a\"}\n{\"timestamp\":1,\"message\":\"a\",\"serviceId\":null}\n", "201 "),
        (
            "{\"timestamp\":1,\"message\":\"flag\",\"isSystem\":1}\n{\"timestamp\":1,\"message\":\"b\",\"uuid\":\"c\"}\n",
            "201 ",
        ),
        ("{\"timestamp\":1,\"message\":\"kept\"}\n{\"ti", "201 "),
        (
            "{\"timestamp\":1,\"message\":\"before\"}\n{\"timestamp\":2,\"mess\n{\"timestamp\":3,\"message\":\"after\"}\n",
            "400 Could not parse row {&quot;timestamp&quot;:2,&quot;mess...",
        ),
        ("<b>\"x' & y</b>\n", "400 Could not parse row &lt;b&gt;&quot;x&#39; &amp; y&lt;/b&gt;..."),
    ] {
        assert_eq!(stream(&world, &device, &[NDJSON], body(text)).await.short(), short, "{text}");
    }
    let kept = messages(&history(&world, &device, "").await);
    assert_eq!(kept, ["line 0", "line 1", "plain", "no end", "flag", "kept", "before", "after"]);
}

#[tokio::test]
async fn history_is_counted_and_begun_as_asked() {
    let world = World::with(|config| config.log_lines_per_device = 3_000).await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    assert_eq!(history(&world, &device, "").await, json!([]));
    for part in 0..4 {
        send(&world, &device, None, body(lines(part * 1_000..part * 1_000 + 1_000))).await;
    }
    let read = async |query: &str| messages(&history(&world, &device, query).await);
    let expected = |numbers: std::ops::Range<u64>| numbers.map(|n| format!("line {n}")).collect::<Vec<_>>();
    assert_eq!(read("").await, expected(3_000..4_000));
    assert_eq!(read("?count=all").await, expected(1_000..4_000));
    assert_eq!(read("?count=2500").await, expected(1_500..4_000));
    assert_eq!(read("?count=2").await, expected(3_998..4_000));
    assert_eq!(read("?count=-2998").await, expected(3_998..4_000));
    assert_eq!(read("?count=0").await, Vec::<String>::new());
    assert_eq!(read("?count=1&start=99999999999999").await, Vec::<String>::new());
    assert_eq!(read("?after=3997&count=1").await, expected(3_997..4_000), "after counts alone");
    let path = format!("/device/v2/{}/logs", device.uuid);
    assert_eq!(world.get(&format!("{path}?count=1&count=2")).await.short(), "400 ");
    assert_eq!(world.get(&format!("{path}?after=x")).await.status, 400);
    // Exactly the API's keys, in its order; numbers only for who asks.
    let mut line = world.get(&format!("{path}?count=1")).await.text();
    let created = history(&world, &device, "?count=1").await[0]["createdAt"].to_string();
    line = line.replace(&created, "T");
    assert_eq!(
        line,
        r#"[{"createdAt":T,"timestamp":3999,"isSystem":false,"isStdErr":false,"serviceId":1,"message":"line 3999"}]"#
    );
    assert_eq!(history(&world, &device, "?count=1&sequence=1").await[0]["sequence"], json!(4_000));
}

#[tokio::test]
async fn a_device_that_is_gone_is_no_one_to_write_to() {
    let world = World::new().await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    send(&world, &device, None, body(lines(0..2))).await;
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel::<bytes::Bytes>();
    let pieces = futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx));
    let pieces = futures_util::StreamExt::map(pieces, |bytes| Ok(hyper::body::Frame::data(bytes)));
    let open = http_body_util::BodyExt::boxed(http_body_util::StreamBody::new(pieces));
    sender.send(lines(2..3).into()).unwrap();
    let deleting = async {
        // It is being written when the device goes.
        while history(&world, &device, "").await.as_array().unwrap().len() < 3 {}
        let deleted = world.http.send("DELETE", &format!("/v7/device({})", device.id), Some(&world.token), None).await;
        assert_eq!(deleted.status, 200);
        // The stream may have ended with the device's key already.
        let _ = sender.send(lines(3..4).into());
    };
    let (answer, ()) = tokio::join!(stream(&world, &device, &[NDJSON], open), deleting);
    assert_eq!(answer.short(), "401 ");
    assert_eq!(send(&world, &device, None, body(lines(4..5))).await.short(), "401 ");
    assert_eq!(world.get(&format!("/device/v2/{}/logs", device.uuid)).await.status, 404);
}
