//! The gateway over real HTTP and sockets, before a small API that stands in for the platform.

#[cfg(test)]
mod fake;

use fake::{Answer, Browser, Fake, start};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_session_is_opaque_and_ends_for_good() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    assert_eq!(browser.get("/session").await.status, 401);
    let signed_in = browser.sign_in().await;
    assert_eq!(signed_in.status, 200);
    assert_eq!(signed_in.json()["user"]["username"], "admin");
    let cookie = signed_in.header("set-cookie");
    assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains(fake::TOKEN) && !signed_in.text.contains(fake::TOKEN));
    assert_eq!(browser.get("/session").await.status, 200);

    let kept = browser.cookie.clone();
    assert_eq!(browser.send("DELETE", "/session", None).await.status, 200);
    browser.cookie = kept;
    assert_eq!(browser.get("/session").await.status, 401, "a cookie that was kept is revoked");
    assert_eq!(browser.get("/api/v7/device").await.status, 401);
}

#[tokio::test]
async fn a_wrong_password_says_how_many_tries_are_left() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    let sign_in = |password: &str| json!({"username": "admin", "password": password}).to_string();
    let wrong = browser.send("POST", "/session", Some(sign_in("no"))).await;
    assert_eq!((wrong.status, wrong.json()["tries_left"].as_u64()), (401, Some(9)));
    let paused = browser.send("POST", "/session", Some(sign_in("again"))).await;
    assert_eq!((paused.status, paused.json()["retry_after"].as_u64()), (429, Some(3_600)));
    let bad = browser.send("POST", "/session", Some("{\"username\":\"a\"}".to_owned())).await;
    assert_eq!((bad.status, bad.json()["field"].as_str()), (400, Some("password")));
}

#[tokio::test]
async fn the_proxy_adds_the_token_and_explains_errors() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let rows = browser.get("/api/v7/device?$select=id").await;
    assert_eq!(rows.status, 200);
    assert_eq!(rows.json(), json!({"d": [], "authorized": true, "cookie": false}));
    let taken = browser.send("POST", "/api/v7/device_tag", Some("{}".to_owned())).await;
    assert_eq!(taken.status, 409);
    assert_eq!(taken.json()["message"], "\"device\" and \"tag_key\" must be unique.");
    assert_eq!(taken.json()["request_id"].as_str(), Some(taken.header("x-request-id").as_str()));
    for closed in ["/api/login_", "/api/user/v1/refresh-token", "/api/v7/..%2flogin_"] {
        assert_eq!(browser.get(closed).await.status, 404, "{closed}");
    }
    let large = browser.send("POST", "/api/v7/device_tag", Some("x".repeat(600_000))).await;
    assert_eq!(large.status, 413);
    // The fake does not read forms; what counts is that it is asked.
    browser.headers.push(("content-type", "multipart/form-data; boundary=x".into()));
    let file = browser.send("POST", "/api/v7/release_asset", Some("x".repeat(600_000))).await;
    assert_ne!(file.status, 413);
    let elsewhere = browser.send("POST", "/api/v7/device_tag", Some("x".repeat(600_000))).await;
    assert_eq!(elsewhere.status, 413);
}

#[tokio::test]
async fn foreign_pages_are_refused() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let ours = browser.origin.clone();
    let forged = [
        None,
        Some("null".to_owned()),
        Some("http://evil.example".to_owned()),
        Some(format!("{ours}.evil.example")),
        Some(ours.replace("http:", "https:")),
        Some(format!("{ours}1")),
        Some(ours.replace("//", "//x@")),
        Some(ours.replace("127.0.0.1", "127.0.0.2")),
    ];
    for origin in forged {
        browser.origin = origin.clone().unwrap_or_default();
        assert_eq!(browser.send("PATCH", "/api/v7/device(1)", Some("{}".into())).await.status, 403, "{origin:?}");
        assert_eq!(browser.send("DELETE", "/session", None).await.status, 403, "{origin:?}");
        for socket in ["/live", "/terminal", "/diagnostics"] {
            assert_eq!(browser.socket(socket).await.err(), Some(403), "{socket} {origin:?}");
        }
    }
    browser.origin = ours;
    assert!(browser.socket("/live").await.is_ok());
    browser.host = Some("evil.example".to_owned());
    assert_eq!(browser.get("/").await.status, 421, "another name that points here");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    for path in ["/", "/session", "/api/v7/device", "/no-such.js", "/fleets/1"] {
        let answer: Answer = browser.get(path).await;
        let policy = answer.header("content-security-policy").replace(&gateway.address.to_string(), "HOST");
        insta::allow_duplicates! {
            insta::assert_snapshot!(policy, @"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-WN3FHuG6vmV+0abH/qaNAU0XcODQuncbcPlsPt0rWSU='; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://HOST; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn files_are_cached_by_name_and_pages_by_tag() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let page = browser.get("/fleets/1/devices").await;
    assert_eq!((page.status, page.header("cache-control").as_str()), (200, "no-cache"));
    assert!(page.text.contains("<main>"));
    browser.headers = vec![("if-none-match", page.header("etag"))];
    assert_eq!(browser.get("/").await.status, 304);
    browser.headers.clear();
    let script = browser.get("/app-0123456789abcdef.js").await;
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(browser.get("/gone-0123456789abcdef.js").await.status, 404);
    assert_eq!(browser.get("/..%2fdist%2findex.html").await.status, 404);
    let head = browser.send("HEAD", "/", None).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
}

#[tokio::test]
async fn who_is_signed_out_gets_the_way_in_and_no_dashboard() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    let asked = browser.get("/fleets/1/devices?status=offline&q=a%20b").await;
    assert_eq!((asked.status, asked.header("cache-control").as_str()), (200, "no-cache"));
    assert!(asked.text.contains("<form>"), "the address stays, and with it the page asked for");
    assert_eq!(asked.header("vary"), "accept-encoding, cookie");
    for path in ["/", "//evil.test/x", "/login?return=/fleets"] {
        assert!(browser.get(path).await.text.contains("<form>"), "{path}");
    }
    browser.sign_in().await;
    browser.headers = vec![("if-none-match", asked.header("etag"))];
    assert!(browser.get("/fleets/1/devices").await.text.contains("<main>"), "another page by now");
    browser.headers.clear();
    assert!(browser.get("/login").await.text.contains("<form>"), "the way in itself goes on from here");
    assert!(browser.get("/").await.text.contains("<main>"));
}

#[tokio::test]
async fn live_relays_changes_and_lines_and_ends_with_the_session() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let mut socket = browser.socket("/live").await.unwrap();
    let uuid = "a".repeat(32);
    for frame in [
        json!({"type": "ping"}),
        json!({"type": "subscribe", "id": 1, "topic": {"kind": "device", "id": 7}}),
        json!({"type": "subscribe", "id": 2, "topic": {"kind": "logs", "system": true, "count": 10}}),
        json!({"type": "follow", "id": 2, "devices": [{ "uuid": uuid }]}),
    ] {
        socket.send(Message::text(frame.to_string())).await.unwrap();
    }
    let (mut pong, mut changed, mut lines, mut missed, mut lost) = (false, false, Vec::new(), 0, false);
    while !(pong && changed && lost && lines.len() == 7) {
        let message = tokio::time::timeout(std::time::Duration::from_secs(10), socket.next()).await;
        let Message::Text(text) = message.expect("a frame").unwrap().unwrap() else { continue };
        let frame: serde_json::Value = serde_json::from_str(&text).unwrap();
        match frame["type"].as_str().unwrap() {
            "pong" => pong = true,
            "changed" => {
                assert_eq!(frame["rows"], json!([{"resource": "device", "id": 7, "device": 7}]));
                changed = true;
            }
            "logs" => {
                for part in frame["parts"].as_array().unwrap() {
                    assert_eq!(part["device"], uuid);
                    missed += part["missed"]["lines"].as_u64().unwrap_or_default();
                    let more = part["lines"].as_array().into_iter().flatten();
                    lines.extend(more.map(|line| line["sequence"].as_u64().unwrap()));
                    lost |= part["state"] == "lost";
                }
            }
            _ => {}
        }
    }
    assert_eq!((lines, missed), (vec![1, 2, 3, 4, 5, 8, 9], 2));

    assert_eq!(browser.send("DELETE", "/session", None).await.status, 200);
    let code = loop {
        match tokio::time::timeout(std::time::Duration::from_secs(2), socket.next()).await.expect("closed").unwrap() {
            Ok(Message::Close(frame)) => break frame.map(|frame| u16::from(frame.code)),
            Ok(_) => {}
            Err(_) => break None,
        }
    };
    assert_eq!(code, Some(4_401));
}

/// The code with which a socket is closed, and how long it took.
#[expect(clippy::expect_used, reason = "a test's helper fails by panicking")]
async fn closed(socket: &mut fake::Socket) -> (Option<u16>, std::time::Duration) {
    let began = std::time::Instant::now();
    loop {
        match tokio::time::timeout(std::time::Duration::from_secs(2), socket.next()).await.expect("closed in 2 s") {
            Some(Ok(Message::Close(frame))) => return (frame.map(|frame| u16::from(frame.code)), began.elapsed()),
            Some(Ok(_)) => {}
            None | Some(Err(_)) => return (None, began.elapsed()),
        }
    }
}

#[tokio::test]
async fn sockets_end_when_the_api_takes_the_token_back() {
    let fake = Fake::default();
    let taken_back = std::sync::Arc::clone(&fake.taken_back);
    let gateway = start(fake).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let mut live = browser.socket("/live").await.unwrap();
    live.send(Message::text(json!({"type": "ping"}).to_string())).await.unwrap();
    let mut terminal = browser.socket("/terminal").await.unwrap();
    let open = json!({"type": "open", "device": "a".repeat(32), "target": {"kind": "host"}, "columns": 80, "rows": 24});
    terminal.send(Message::text(open.to_string())).await.unwrap();
    // Both are in the middle of it.
    assert!(matches!(live.next().await, Some(Ok(Message::Text(_) | Message::Ping(_)))));
    let frame = loop {
        if let Message::Text(frame) = terminal.next().await.unwrap().unwrap() {
            break frame;
        }
    };
    assert!(frame.contains("session"), "{frame}");
    taken_back.cancel();
    assert_eq!(closed(&mut live).await.0, Some(4_401));
    assert_eq!(closed(&mut terminal).await.0, Some(4_401));
}

#[tokio::test]
async fn who_may_not_is_told_so_and_not_that_nobody_is_signed_in() {
    let gateway = start(Fake::default()).await;
    let mut browser = Browser::new(&gateway);
    browser.sign_in().await;
    let refused = browser.send("PATCH", "/api/v7/application(1)", Some("{}".into())).await;
    assert_eq!(refused.status, 403);
    assert!(refused.json()["message"].as_str().unwrap().contains("observer"), "{}", refused.text);
}

#[tokio::test]
async fn a_new_password_and_a_list_of_sessions_end_the_others() {
    let gateway = start(Fake::default()).await;
    let (mut here, mut there) = (Browser::new(&gateway), Browser::new(&gateway));
    here.sign_in().await;
    there.sign_in().await;
    let list = here.get("/sessions").await.json();
    assert_eq!(list.as_array().unwrap().iter().filter(|one| one["is_current"] == true).count(), 1);
    let other = list.as_array().unwrap().iter().find(|one| one["is_current"] == false).unwrap()["id"].clone();
    let own = list.as_array().unwrap().iter().find(|one| one["is_current"] == true).unwrap()["id"].clone();
    assert_eq!(here.send("DELETE", &format!("/sessions/{}", own.as_str().unwrap()), None).await.status, 409);
    assert_eq!(here.send("DELETE", &format!("/sessions/{}", other.as_str().unwrap()), None).await.status, 200);
    assert_eq!(there.get("/session").await.status, 401);
    there.sign_in().await;

    let change = |current: &str| Some(json!({"currentPassword": current, "newPassword": "n"}).to_string());
    let wrong = here.send("POST", "/session/password", change("wrong")).await;
    assert_eq!((wrong.status, wrong.json()["field"].as_str()), (400, Some("currentPassword")));
    assert_eq!(there.get("/session").await.status, 200);
    let changed = here.send("POST", "/session/password", change("right")).await;
    assert_eq!(changed.status, 200);
    assert!(!changed.text.contains(fake::TOKEN) && !changed.header("set-cookie").contains(fake::TOKEN));
    assert_eq!(there.get("/session").await.status, 401);
    assert_eq!(
        (here.get("/session").await.status, here.get("/sessions").await.json().as_array().unwrap().len()),
        (200, 1)
    );

    let stale = here.send("POST", "/api/api-key/user/full", Some("{}".to_owned())).await;
    assert_eq!((stale.status, stale.json()["field"].as_str()), (403, Some("password")));
    let confirm = |password: &str| Some(json!({ "password": password }).to_string());
    let wrong = here.send("POST", "/session/confirm", confirm("no")).await;
    assert_eq!((wrong.status, wrong.json()["field"].as_str()), (400, Some("password")));
    assert_eq!(here.send("POST", "/session/confirm", confirm("right")).await.status, 200);
}

/// Who asks the gateway for something, in the order of the table's columns.
const CALLERS: [&str; 3] = ["signed out", "another page", "signed in"];

/// Every route and what each caller gets; beyond the gateway the API decides (its own matrix).
const MATRIX: [(&str, &str, &str, [u16; 3]); 18] = [
    // method in the router, path in the router, method and path asked, statuses
    ("GET", "/session", "GET /session", [401, 401, 200]),
    ("POST", "/session", "POST /session", [400, 403, 400]),
    ("DELETE", "/session", "DELETE /session", [200, 403, 200]),
    ("POST", "/session/password", "POST /session/password", [401, 401, 400]),
    ("POST", "/session/confirm", "POST /session/confirm", [401, 401, 400]),
    ("GET", "/sessions", "GET /sessions", [401, 401, 200]),
    ("DELETE", "/sessions", "DELETE /sessions", [401, 401, 200]),
    ("DELETE", "/sessions/{id}", "DELETE /sessions/none", [401, 401, 404]),
    ("*", "/live", "GET /live", [401, 403, 101]),
    ("*", "/terminal", "GET /terminal", [401, 403, 101]),
    ("*", "/diagnostics", "GET /diagnostics", [401, 403, 101]),
    ("*", "/api/{*path}", "GET /api/v7/device", [401, 401, 200]),
    ("*", "/api/{*path}", "POST /api/v7/device_tag", [401, 401, 409]),
    ("*", "/api/{*path}", "PUT /api/v7/device_tag", [401, 401, 409]),
    ("*", "/api/{*path}", "PATCH /api/v7/application(1)", [401, 401, 403]),
    ("*", "/api/{*path}", "DELETE /api/v7/application(1)", [401, 401, 403]),
    ("*", "/api/{*path}", "GET /api/login_", [401, 401, 404]),
    ("*", "/api/{*path}", "GET /api/v7/device?apikey=x", [401, 401, 404]),
];

#[tokio::test]
async fn every_route_answers_each_caller_as_the_table_says() {
    for (method, path) in binnacle_gateway::router::routes() {
        assert!(MATRIX.iter().any(|row| (row.0, row.1) == (method, path)), "{method} {path} is not in the table");
    }
    for (_, _, asked, expected) in MATRIX {
        let (method, path) = asked.split_once(' ').unwrap();
        for (caller, expected) in CALLERS.iter().zip(expected) {
            let gateway = start(Fake::default()).await;
            let mut browser = Browser::new(&gateway);
            match *caller {
                "signed in" => drop(browser.sign_in().await),
                // A page elsewhere: a browser's cookie is `SameSite`, so that it comes with its own origin and without.
                "another page" => browser.origin = "http://evil.example".to_owned(),
                _ => {}
            }
            let status = if ["/live", "/terminal", "/diagnostics"].contains(&path) {
                browser.socket(path).await.err().unwrap_or(101)
            } else {
                browser.send(method, path, (method != "GET").then(|| "{}".to_owned())).await.status
            };
            assert_eq!(status, expected, "{asked} by {caller}");
        }
    }
}
