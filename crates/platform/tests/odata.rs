//! `/v7/` over HTTP: envelopes, tags, errors, and the headers of every answer.

mod support;

use insta::assert_snapshot;
use serde_json::json;
use support::World;
use support::http::body;

#[tokio::test]
async fn rows_are_read_counted_written_and_removed() {
    let world = World::new().await;
    let fleet = world.fleet("odata-fleet").await;
    let device = world.device(fleet, 'a').await;
    let query =
        format!("/v7/device?$select=uuid&$expand=belongs_to__application($select=slug)&$filter=id eq {}", device.id);
    let first = world.get(&query).await;
    assert_snapshot!(first.short(), @r#"200 {"d":[{"belongs_to__application":[{"slug":"admin/odata-fleet"}],"uuid":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}"#);
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let tag = first.header("etag").unwrap();
    let again = world.http.open("GET", &query, Some(&world.token), &[("if-none-match", tag)], body("")).await;
    assert_eq!(again.status(), 304);
    assert_snapshot!(world.get("/v7/device/$count?$filter=is_online eq false").await.short(), @r#"200 {"d":1}"#);

    let tag = json!({ "device": device.id, "tag_key": "site", "value": "berlin" });
    let made = world.post("/v7/device_tag", &tag).await;
    assert_eq!((made.status, made.json()["value"].clone()), (201, json!("berlin")));
    assert_snapshot!(world.post("/v7/device_tag", &tag).await.short(), @r#"409 "\"device\" and \"tag_key\" must be unique.""#);
    let path = format!("/v7/device_tag(device={},tag_key='site')", device.id);
    let put = world.http.send("PUT", &path, Some(&world.token), Some(&json!({ "value": "bonn" }))).await;
    assert_snapshot!(put.short(), @"200 ");
    assert_eq!(world.rows("device_tag?$select=value").await, json!([{ "value": "bonn" }]));
    assert_snapshot!(world.http.send("DELETE", &path, Some(&world.token), None).await.short(), @"200 ");
    assert_eq!(world.rows("device_tag?$select=value").await, json!([]));

    let may = format!("/v7/device(uuid='{}')/canAccess", device.uuid);
    let action = json!({ "action": { "or": ["tunnel-any", "tunnel-22222"] } });
    assert_eq!(world.post(&may, &action).await.json(), json!({ "d": [{ "id": device.id }] }));
    assert_snapshot!(world.http.post(&may, None, &action).await.short(), @"401 ");
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let world = World::new().await;
    for path in ["device?$filter=id foo 1", "device?$select=id%2Cuuid", "device(?$select=id", "device?$top=two"] {
        let answer = world.get(&format!("/v7/{path}")).await;
        assert!(answer.short().starts_with("400 \"Malformed url: "), "{path}: {answer:?}");
    }
    assert_eq!(world.get("/v7/device?$select=nope").await.status, 400);
    assert_snapshot!(world.http.get("/v7/device?$select=id", None).await.short(), @"401 ");
    assert_snapshot!(world.http.get("/v7/device?$select=id", Some("wrong")).await.short(), @"401 ");
    assert_snapshot!(world.http.get("/v7/device_type?$select=slug&$filter=slug eq 'intel-nuc'", None).await.short(), @r#"200 {"d":[{"slug":"intel-nuc"}]}"#);
    let json = [("content-type", "application/json")];
    let half = world.http.open("POST", "/v7/device_tag", Some(&world.token), &json, body("{\"device\":")).await;
    assert_eq!(half.status(), 400);
    let large = world.http.open("POST", "/v7/device_tag", Some(&world.token), &json, body(vec![b' '; 600_000])).await;
    assert_eq!(large.status(), 413);
    let ids = |count: usize| format!("/v7/device?$select=id&$filter=id in ({})", vec!["12345"; count].join(","));
    assert_eq!(world.get(&ids(2_500)).await.status, 200);
    assert_eq!(world.get(&ids(4_000)).await.status, 431);
    let hidden = world.get("/v7/device?apikey=secret&$filter=id foo 1").await.text();
    assert!(!hidden.contains("secret"), "{hidden}");
}

#[tokio::test]
async fn browsers_of_any_origin_may_ask_and_others_get_no_cors() {
    let world = World::new().await;
    let browser = [("origin", "https://dashboard.example"), ("user-agent", "Mozilla/5.0")];
    let answer = world.http.open("OPTIONS", "/v7/device", None, &browser, body("")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://dashboard.example");
    assert_eq!(answer.headers()["access-control-max-age"], "86400");
    let refused = world.http.open("GET", "/v7/device", None, &browser, body("")).await;
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["access-control-allow-credentials"], "true");
    assert_eq!(refused.headers()["x-frame-options"], "DENY");
    for agent in ["curl/8", "Supervisor/17.0"] {
        let plain = world.http.open("GET", "/ping", None, &[("user-agent", agent)], body("")).await;
        assert!(!plain.headers().contains_key("access-control-allow-origin"));
        assert_eq!(plain.headers()["x-content-type-options"], "nosniff");
    }
}
