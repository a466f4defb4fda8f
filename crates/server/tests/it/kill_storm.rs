//! `kill -9` at two hundred random moments of mixed writes: the database is whole and has everything acknowledged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::harness::page::Page;
use crate::harness::process::{PASSWORD, Ports, Server};

/// How many kills; `BINNACLE_KILLS` says another number.
const KILLS: u64 = 200;
/// From the start of the process to its ready line. The bound is for an optimised build; this one may be slower.
const START_WITHIN: Duration = Duration::from_secs(if cfg!(debug_assertions) { 3 } else { 1 });
const DEVICE: &str = "00112233445566778899aabbccddeeff";

/// What the server has acknowledged: the last value of each row that is written over, and rows that are only added.
#[derive(Debug, Default)]
struct Acknowledged {
    notes: BTreeMap<i64, u64>,
    tags: BTreeMap<String, u64>,
    variables: Vec<String>,
    temperature: Option<u64>,
    lines: Vec<u64>,
}

/// A caller of the API that writes one kind of thing, again and again, until the server is gone.
#[derive(Debug, Clone)]
struct Caller {
    api: String,
    bearer: String,
    numbers: Arc<AtomicU64>,
    kept: Arc<Mutex<Acknowledged>>,
}

impl Caller {
    /// Status; nothing when the server went away before it answered.
    async fn sent(&self, method: &str, path: &str, body: &Value) -> Option<u16> {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{}", self.api, path.replace(' ', "%20")))
            .header("authorization", format!("Bearer {}", self.bearer))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body.to_string())))
            .unwrap();
        let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.ok()?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.ok()?.to_bytes();
        assert!(status < 300 || status == 429, "{method} {path}: {status} {}", String::from_utf8_lossy(&body));
        Some(status)
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    async fn notes(self, device: i64) {
        loop {
            let n = self.number();
            let Some(_) = self.sent("PATCH", &format!("/v7/device({device})"), &json!({"note": n.to_string()})).await
            else {
                return;
            };
            self.kept.lock().unwrap().notes.insert(device, n);
        }
    }

    async fn tags(self, device: i64) {
        loop {
            let n = self.number();
            let key = format!("t{}", n % 5);
            let path = format!("/v7/device_tag(device={device},tag_key='{key}')");
            let Some(_) = self.sent("PUT", &path, &json!({"value": n.to_string()})).await else { return };
            self.kept.lock().unwrap().tags.insert(key, n);
        }
    }

    async fn variables(self, fleet: i64) {
        loop {
            let name = format!("V{}", self.number());
            let body = json!({"application": fleet, "name": name, "value": "x"});
            let Some(_) = self.sent("POST", "/v7/application_environment_variable", &body).await else { return };
            self.kept.lock().unwrap().variables.push(name);
        }
    }

    async fn reports(self) {
        loop {
            let n = self.number();
            // The version is no metric, so that no throttle holds the report back.
            let body = json!({DEVICE: {"os_version": format!("balenaOS 6.0.{n}"), "memory_usage": n}});
            let Some(_) = self.sent("PATCH", "/device/v3/state", &body).await else { return };
            self.kept.lock().unwrap().temperature = Some(n);
        }
    }

    async fn lines(self) {
        loop {
            let n = self.number();
            let body = json!([{"message": n.to_string(), "timestamp": 1, "isSystem": true}]);
            match self.sent("POST", &format!("/device/v2/{DEVICE}/logs"), &body).await {
                None => return,
                Some(429) => tokio::time::sleep(Duration::from_millis(50)).await,
                Some(_) => self.kept.lock().unwrap().lines.push(n),
            }
        }
    }
}

/// The fleet, the device and its key.
async fn seed(page: &Page, api: &str) -> (i64, i64, String) {
    let of = async |query: &str| page.rows(query).await[0]["id"].as_i64().unwrap();
    let (organization, kind) =
        (of("organization?$select=id").await, of("device_type?$select=id&$filter=slug eq 'intel-nuc'").await);
    let fleet = json!({"app_name": "storm", "organization": organization, "is_for__device_type": kind});
    let fleet = page.ask("POST", "/api/v7/application", Some(&fleet)).await["id"].as_i64().unwrap();
    let key = page.provisioning_key(fleet).await;
    let body = json!({"application": fleet, "uuid": DEVICE, "device_type": "intel-nuc"});
    let made = posted(api, &format!("/device/register?apikey={key}"), &body).await;
    let made: Value = serde_json::from_str(&made).unwrap();
    (fleet, made["id"].as_i64().unwrap(), made["api_key"].as_str().unwrap().to_owned())
}

/// Everything acknowledged is in the file, read without the server.
fn check(data: &Path, kept: &Acknowledged, round: u64) {
    let file = data.join(store::backup::COPY);
    assert_eq!(store::backup::faults(&file).unwrap(), Vec::<String>::new(), "kill {round}");
    let connection = rusqlite::Connection::open(&file).unwrap();
    let text = |sql: &str, key: &dyn rusqlite::ToSql| connection.query_row(sql, [key], |row| row.get::<_, String>(0));
    for (device, n) in &kept.notes {
        let note = text("SELECT note FROM device WHERE id = ?1", device).unwrap();
        assert!(note.parse::<u64>().unwrap() >= *n, "kill {round}: note {note}, acknowledged {n}");
    }
    for (key, n) in &kept.tags {
        let value = text("SELECT value FROM device_tag WHERE tag_key = ?1", key).unwrap();
        assert!(value.parse::<u64>().unwrap() >= *n, "kill {round}: tag {key} {value}, acknowledged {n}");
    }
    for name in &kept.variables {
        assert!(
            text("SELECT value FROM application_environment_variable WHERE name = ?1", name).is_ok(),
            "kill {round}: {name}"
        );
    }
    if let Some(n) = kept.temperature {
        let version = text("SELECT os_version FROM device WHERE uuid = ?1", &DEVICE).unwrap();
        let told = version.rsplit('.').next().unwrap().parse::<u64>().unwrap();
        assert!(told >= n, "kill {round}: {version}, acknowledged {n}");
    }
}

#[expect(clippy::print_stdout, reason = "the figures are what one runs it by hand for")]
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_lose_nothing_acknowledged() {
    let kills = std::env::var("BINNACLE_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(KILLS);
    let folder = tempfile::tempdir().unwrap();
    let (data, ports) = (folder.path().join("data"), Ports::free());
    let more = ["--no-demo"];
    let mut server = Server::start(&data, ports, &more);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let (fleet, device, key) = seed(&page, &server.api()).await;
    let token = posted(&server.api(), "/login_", &json!({"username": "admin", "password": PASSWORD})).await;
    let kept = Arc::new(Mutex::new(Acknowledged::default()));
    let user =
        Caller { api: server.api(), bearer: token, numbers: Arc::new(AtomicU64::new(1)), kept: Arc::clone(&kept) };
    let agent = Caller { bearer: key, ..user.clone() };

    let mut random = u64::from(std::process::id()) | 1;
    let (mut writes, mut slowest) = (0, Duration::ZERO);
    for round in 0..kills {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Duration::from_millis(5 + (random >> 33) % 120);
        let work = [
            tokio::spawn(user.clone().notes(device)),
            tokio::spawn(user.clone().tags(device)),
            tokio::spawn(user.clone().variables(fleet)),
            tokio::spawn(agent.clone().reports()),
            tokio::spawn(agent.clone().lines()),
        ];
        tokio::time::sleep(moment).await;
        server.kill();
        for caller in work {
            caller.await.unwrap();
        }
        check(&data, &kept.lock().unwrap(), round);
        // Rows that are only added were checked: the next round looks for its own.
        writes += std::mem::take(&mut kept.lock().unwrap().variables).len();
        let began = Instant::now();
        server = Server::start(&data, ports, &more);
        slowest = slowest.max(began.elapsed());
        assert!(slowest < START_WITHIN, "the start after kill {round} took {slowest:?}");
    }
    let lines = page.ask("GET", &format!("/api/device/v2/{DEVICE}/logs?count=all"), None).await;
    let there: Vec<u64> =
        lines.as_array().unwrap().iter().filter_map(|line| line["message"].as_str()?.parse().ok()).collect();
    let kept = kept.lock().unwrap();
    let newest = kept.lines.len().saturating_sub(500);
    assert!(kept.lines[newest..].iter().all(|line| there.contains(line)), "every acknowledged line is there");
    assert!(there.windows(2).all(|pair| pair[0] < pair[1]), "each once, in order");
    println!("{kills} kills, {writes} variables, {} lines, slowest start {slowest:?}", kept.lines.len());
}

/// A request straight to the API, past the dashboard.
async fn posted(api: &str, path: &str, body: &Value) -> String {
    let request = http::Request::post(format!("{api}{path}"))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_string())))
        .unwrap();
    let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}
