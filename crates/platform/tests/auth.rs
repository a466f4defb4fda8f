//! Signing in, being throttled, keys, and what is refused.

mod support;

use insta::assert_snapshot;
use serde_json::json;
use support::{PASSWORD, World};

#[tokio::test]
async fn a_token_for_a_password() {
    let world = World::new().await;
    assert_snapshot!(world.get("/user/v1/whoami").await.short(), @r#"200 {"id":1,"username":"admin","email":"admin@binnacle.local"}"#);
    let wrong = world.http.post("/login_", None, &json!({ "username": "admin", "password": "no" })).await;
    assert_snapshot!(wrong.short(), @"401 ");
    let unknown = world.http.post("/login_", None, &json!({ "username": "nobody", "password": "no" })).await;
    assert_snapshot!(unknown.short(), @"401 ");
    assert_snapshot!(world.http.post("/login_", None, &json!({})).await.short(), @"400 ");
    let refreshed = world.get("/user/v1/refresh-token").await;
    assert_eq!(refreshed.status, 200);
    assert_eq!(world.http.get("/user/v1/whoami", Some(&refreshed.text())).await.status, 200);
    let renewed = world.post("/user/v1/refresh-token", &json!({ "password": "wrong" })).await;
    assert_snapshot!(renewed.short(), @"401 ");
    assert_snapshot!(world.http.get("/user/v1/whoami", None).await.short(), @"401 ");
    assert_snapshot!(world.http.get("/user/v1/whoami", Some("garbage")).await.short(), @"401 ");
    assert_snapshot!(world.http.get("/ping", None).await.short(), @"200 OK");
    assert_snapshot!(world.http.get("/connectivity-check", None).await.short(), @"204 ");
    assert_snapshot!(world.http.get("/no/such/route", None).await.short(), @"404 ");
    assert_snapshot!(world.http.send("PUT", "/user/v1/whoami", Some(&world.token), Some(&json!({}))).await.short(), @"404 ");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_says_how_often_one_may() {
    let world = World::with(|config| config.rate_limit_factor = 1).await;
    let guess = |password: &str| {
        let body = json!({ "username": "admin", "password": password });
        let http = world.http.clone();
        async move { http.post("/login_", None, &body).await }
    };
    for left in (0..10).rev() {
        let answer = guess("no").await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("ratelimit-remaining"), Some(left.to_string().as_str()));
    }
    let paused = guess(PASSWORD).await;
    assert_eq!(paused.status, 429);
    let wait: u64 = paused.header("retry-after").unwrap().parse().unwrap();
    assert!((3_590..=3_601).contains(&wait), "{wait}");
    // Whoever is signed in stays so, and another name is not held up.
    assert_eq!(world.get("/user/v1/whoami").await.status, 200);
    let other = world.http.post("/login_", None, &json!({ "username": "else", "password": "no" })).await;
    assert_eq!(other.header("ratelimit-remaining"), Some("9"));
}

#[tokio::test]
async fn keys_are_for_what_they_are_for() {
    let world = World::new().await;
    let fleet = world.fleet("keys-fleet").await;
    let key = world.provisioning_key(fleet).await;
    let with = |path: &str| {
        let (http, path, key) = (world.http.clone(), path.to_owned(), key.clone());
        async move { http.get(&path, Some(&key)).await }
    };
    assert_eq!(with("/actor/v1/whoami").await.json()["slug"], json!("admin/keys-fleet"));
    assert_eq!(with("/user/v1/whoami").await.short(), "401 ");
    let body = json!({});
    let path = format!("/api-key/application/{fleet}/provisioning");
    assert_eq!(world.http.post(&path, Some(&key), &body).await.short(), "401 ");
    let unseen = world.post("/api-key/application/999999/provisioning", &body).await;
    assert_eq!(unseen.short(), r#"404 "No application found to associate with the api key""#);

    let named = world.post("/api-key/user/full", &json!({ "name": "script" })).await;
    let named = named.json().as_str().unwrap().to_owned();
    assert_eq!(world.http.get("/user/v1/whoami", Some(&named)).await.status, 200);
    assert_eq!(world.http.get(&format!("/user/v1/whoami?apikey={named}"), None).await.status, 200);
    let minted = world.http.post("/api-key/user/full", Some(&named), &json!({ "name": "x" })).await;
    assert_eq!(minted.short(), "401 ");
}

#[tokio::test]
async fn the_password_is_made_up_once_and_a_new_one_ends_tokens() {
    use binnacle_platform::config::PlatformConfig;
    use binnacle_platform::platform::Platform;

    let folder = tempfile::tempdir().unwrap();
    let first = Platform::open(PlatformConfig::new(folder.path())).await.unwrap();
    let made = first.admin().password.clone().unwrap();
    let held = Platform::open(PlatformConfig::new(folder.path())).await.unwrap_err();
    assert!(held.to_string().contains("another binnacle"), "{held}");
    first.shutdown().await;
    drop(first);
    let again = Platform::open(PlatformConfig::new(folder.path())).await.unwrap();
    assert_eq!(again.admin().password.as_deref(), Some(made.as_str()));
    again.shutdown().await;
    drop(again);

    let mut config = PlatformConfig::new(folder.path());
    config.admin_password = Some(PASSWORD.to_owned());
    let world = World::open(folder, config.clone()).await;
    let token = world.token.clone();
    let folder = world.stop().await;
    config.admin_password = Some("another password".to_owned());
    let last = Platform::open(config).await.unwrap();
    assert!(!last.is_signed_in(&token).await);
    last.shutdown().await;
    drop((last, folder));
}
