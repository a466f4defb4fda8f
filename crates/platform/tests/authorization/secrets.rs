//! Nothing secret is written to the log of the server, whatever is asked; and guessing is slow for everybody alike.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::callers::Scene;
use crate::support::{PASSWORD, World};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_secret_reaches_the_log() {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(kept.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let scene = Scene::new().await;
    let named = scene.world.post("/api-key/user/full", &json!({ "name": "script" })).await.json();
    let named = named.as_str().unwrap().to_owned();
    let link = scene.device.link(axum::Router::new()).await;
    scene.world.until(scene.device.id, "is_connected_to_vpn", json!(true)).await;
    let wrong = format!("{PASSWORD} but wrong");
    scene.world.http.post("/login_", None, &json!({ "username": "admin", "password": wrong })).await;
    scene.world.http.get(&format!("/user/v1/whoami?apikey={named}"), None).await;
    scene.world.http.get(&format!("/v7/device?$select=nothing&apikey={named}"), None).await;
    scene.world.http.post("/user/v1/refresh-token", Some(&scene.world.token), &json!({ "password": PASSWORD })).await;
    scene
        .world
        .http
        .post("/supervisor/v1/blink", Some(&scene.world.token), &json!({ "uuid": scene.device.uuid }))
        .await;
    let _ = scene.world.platform.open_tunnel(&scene.world.token, &scene.device.uuid, 7).await;
    link.abort();
    tracing::warn!("the test's own line");
    drop(guard);
    let log = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    assert!(log.contains("the test's own line"), "the log is kept");
    let secrets =
        [PASSWORD, &scene.world.token, &named, &scene.device.key, &scene.provisioning, &scene.observer, "argon2id$"];
    for secret in secrets {
        assert!(
            !log.contains(secret),
            "a secret is in the log: {}",
            log.lines().find(|line| line.contains(secret)).unwrap_or_default()
        );
    }
}

#[tokio::test]
async fn who_is_there_cannot_be_told_from_the_time() {
    let world = World::new().await;
    let mut times = [Duration::MAX; 2];
    // Turn by turn, and the quickest of each: what a busy machine adds says nothing, what is done at least does.
    for _ in 0..8 {
        for (name, time) in ["admin", "nobody"].iter().zip(&mut times) {
            let began = Instant::now();
            let answer = world.http.post("/login_", None, &json!({ "username": name, "password": "a guess" })).await;
            *time = began.elapsed().min(*time);
            assert_eq!(answer.short(), "401 ");
        }
    }
    let ratio = times[0].as_secs_f64() / times[1].as_secs_f64();
    assert!((0.4..2.5).contains(&ratio), "{times:?}");
}

#[tokio::test]
async fn whoever_guesses_holds_up_nobody_who_is_signed_in() {
    let world = World::with(|config| config.rate_limit_factor = 1).await;
    let guess = async || world.http.post("/login_", None, &json!({ "username": "ADMIN", "password": "a guess" })).await;
    // One try was the test's own sign-in, which was right.
    for _ in 0..10 {
        assert_eq!(guess().await.status, 401);
    }
    let paused = guess().await;
    assert_eq!(paused.short(), "429 \"Too Many Requests\"");
    assert_eq!(paused.header("retry-after"), Some("3600"));
    assert_eq!(world.get("/user/v1/whoami").await.status, 200);
    assert_eq!(world.get("/user/v1/refresh-token").await.status, 200);
}
