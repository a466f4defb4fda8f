//! Stand-ins for two APIs: one that numbers its lines as Binnacle's platform does, and one that answers as openBalena does.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use binnacle_gateway::token::ApiToken;
use binnacle_gateway::upstream::{BoxedPipe, Changes, ChangesError, TunnelError, Unreachable, Upstream};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use model::device_uuid::DeviceUuid;
use tokio::sync::watch;
use wire::live::Cursor;
use wire::log_line::{LogGap, LogLine};

/// Lines that openBalena's Redis keeps for a device.
const KEPT: u64 = 1_000;
/// Its heartbeat, far shorter here.
const HEARTBEAT: Duration = Duration::from_millis(300);
const BEGAN: i64 = 1_795_341_600_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Numbered,
    OpenBalena,
}

/// One device's log.
#[derive(Debug)]
pub(crate) struct Log {
    kind: Kind,
    written: watch::Sender<u64>,
    /// The last line that was put into a stream.
    pub(crate) streamed: watch::Sender<u64>,
    cuts: watch::Sender<u64>,
    pub(crate) streams_opened: watch::Sender<u64>,
    pub(crate) streams_open: watch::Sender<u64>,
    /// Who opened the last one.
    pub(crate) carrier: Mutex<String>,
    pub(crate) pasts_asked: AtomicUsize,
}

#[derive(Debug)]
pub(crate) struct Api {
    kind: Kind,
    logs: Mutex<HashMap<String, Arc<Log>>>,
    /// Who may not read logs.
    pub(crate) denied: Mutex<HashSet<String>>,
}

impl Log {
    /// Writes so many lines more.
    pub(crate) fn write(&self, lines: u64) {
        self.written.send_modify(|written| *written += lines);
    }

    pub(crate) fn written(&self) -> u64 {
        *self.written.borrow()
    }

    /// Breaks every stream that is open, in the middle of a line.
    pub(crate) fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    fn line(&self, n: u64) -> String {
        let line = LogLine {
            // Seven lines in each millisecond.
            created_at: BEGAN + i64::try_from(n / 7).unwrap(),
            timestamp: BEGAN,
            is_system: false,
            is_std_err: n.is_multiple_of(3),
            service_id: Some(i64::try_from(n % 2).unwrap() + 1),
            message: format!("GET /api/v1/measurements 200 in {} ms n={n}", n % 90),
            sequence: (self.kind == Kind::Numbered).then_some(n),
        };
        serde_json::to_string(&line).unwrap()
    }

    /// The line before the first that a query is answered with.
    fn begin(&self, query: &HashMap<&str, &str>) -> u64 {
        let number = |name: &str| query.get(name).map(|text| text.parse::<u64>().unwrap());
        let written = self.written();
        if self.kind == Kind::Numbered {
            return number("after").unwrap_or_else(|| written.saturating_sub(number("count").unwrap_or(KEPT)));
        }
        let wanted = number("count").unwrap_or(if query.contains_key("stream") { 0 } else { KEPT }).min(KEPT);
        // The first line that arrived at or after `start`.
        let start = query.get("start").map_or(0, |text| text.parse::<i64>().unwrap() - BEGAN);
        let before = (u64::try_from(start).unwrap_or(0) * 7).saturating_sub(1);
        written.saturating_sub(wanted).max(before.min(written))
    }

    fn past(&self, query: &HashMap<&str, &str>) -> String {
        self.pasts_asked.fetch_add(1, Ordering::Relaxed);
        let lines: Vec<String> = (self.begin(query) + 1..=self.written()).map(|n| self.line(n)).collect();
        format!("[{}]", lines.join(","))
    }

    async fn stream(self: Arc<Self>, query: HashMap<&str, &str>) -> Body {
        self.streams_opened.send_modify(|opened| *opened += 1);
        let position = self.begin(&query);
        let (mut written, cuts) = (self.written.subscribe(), self.cuts.subscribe());
        let mut opening = String::new();
        if self.kind == Kind::Numbered && !query.contains_key("after") {
            opening = serde_json::to_string(&LogGap { missed: 0, sequence: position }).unwrap() + "\n";
        }
        if self.kind == Kind::OpenBalena {
            // Its headers are held back until there is something to send.
            let _ = tokio::time::timeout(HEARTBEAT, written.wait_for(|written| *written > position)).await;
            opening.push('\n');
        }
        self.streams_open.send_modify(|open| *open += 1);
        let reading = Reading { log: self, position, written, cuts, end: End::Open };
        let lines = stream::unfold(reading, |mut reading| async move { Some((reading.next().await?, reading)) });
        let opening = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(opening)) });
        Body::from_stream(opening.chain(lines))
    }
}

/// What openBalena says in place of lines that a slow reader does not get.
fn warning(lost: u64, position: u64) -> String {
    let line = LogLine {
        created_at: BEGAN + i64::try_from(position / 7).unwrap(),
        timestamp: BEGAN,
        is_system: true,
        is_std_err: true,
        service_id: None,
        message: format!("Warning: Suppressed {lost} message(s) due to slow reading"),
        sequence: None,
    };
    serde_json::to_string(&line).unwrap()
}

/// How a stream ends.
enum End {
    Open,
    /// Half a line was sent.
    Half,
    Over,
}

/// A stream that is being read.
struct Reading {
    log: Arc<Log>,
    position: u64,
    written: watch::Receiver<u64>,
    cuts: watch::Receiver<u64>,
    end: End,
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.log.streams_open.send_modify(|open| *open -= 1);
    }
}

impl Reading {
    async fn next(&mut self) -> Option<std::io::Result<Bytes>> {
        match self.end {
            End::Open => {}
            End::Half => {
                self.end = End::Over;
                return Some(Err(std::io::Error::other("cut")));
            }
            End::Over => return None,
        }
        let position = self.position;
        let now = tokio::select! {
            biased;
            _ = self.cuts.changed() => None,
            now = self.written.wait_for(|now| *now > position) => Some(*now.unwrap()),
            () = tokio::time::sleep(HEARTBEAT) => Some(position),
        };
        let Some(now) = now else {
            self.end = End::Half;
            let line = self.log.line(position + 1);
            return Some(Ok(Bytes::from(line.get(..line.len() / 2).unwrap_or_default().to_owned())));
        };
        let mut text = String::new();
        if self.log.kind == Kind::OpenBalena && now - self.position > KEPT {
            let lost = now - KEPT - self.position;
            self.position = now - KEPT;
            text = warning(lost, self.position) + "\n";
        }
        let until = now.min(self.position + 200);
        text.extend((self.position + 1..=until).map(|n| self.log.line(n) + "\n"));
        if text.is_empty() {
            text.push('\n');
        }
        self.position = until;
        self.log.streamed.send_modify(|streamed| *streamed = until.max(*streamed));
        Some(Ok(Bytes::from(text)))
    }
}

impl Api {
    pub(crate) fn new(kind: Kind) -> Arc<Self> {
        Arc::new(Self { kind, logs: Mutex::default(), denied: Mutex::default() })
    }

    pub(crate) fn log(&self, uuid: &DeviceUuid) -> Arc<Log> {
        let new = || {
            Arc::new(Log {
                kind: self.kind,
                written: watch::Sender::new(0),
                streamed: watch::Sender::new(0),
                cuts: watch::Sender::new(0),
                streams_opened: watch::Sender::new(0),
                streams_open: watch::Sender::new(0),
                carrier: Mutex::default(),
                pasts_asked: AtomicUsize::new(0),
            })
        };
        Arc::clone(self.logs.lock().unwrap().entry(uuid.to_string()).or_insert_with(new))
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_or_else(|_| Bytes::new(), http_body_util::Collected::to_bytes);
        let answer = |status: StatusCode, body: Body| Response::builder().status(status).body(body).unwrap();
        let path = parts.uri.path();
        if path == "/login_" {
            let asked: serde_json::Value = serde_json::from_slice(&body).unwrap();
            let claims = URL_SAFE_NO_PAD.encode(r#"{"exp":4000000000}"#);
            return answer(StatusCode::OK, format!("h.{claims}.{}", asked["username"].as_str().unwrap()).into());
        }
        let bearer = parts.headers.get(header::AUTHORIZATION).unwrap().to_str().unwrap();
        let name = bearer.rsplit('.').next().unwrap();
        if path == "/user/v1/whoami" {
            return answer(StatusCode::OK, format!(r#"{{"id":1,"username":"{name}","email":null}}"#).into());
        }
        let is_denied = self.denied.lock().unwrap().contains(name);
        let query = parts.uri.query().unwrap_or_default();
        if path == "/v7/device" {
            // Quoted, between percent signs or as they are.
            let uuids = query
                .split(|c: char| !c.is_ascii_hexdigit())
                .filter_map(|word| word.get(word.len().checked_sub(32)?..));
            let rows: Vec<_> = uuids.filter(|_| !is_denied).map(|uuid| serde_json::json!({ "uuid": uuid })).collect();
            return answer(StatusCode::OK, serde_json::json!({ "d": rows }).to_string().into());
        }
        let Some(uuid) = path.strip_prefix("/device/v2/").and_then(|path| path.strip_suffix("/logs")) else {
            return answer(StatusCode::NOT_FOUND, Body::empty());
        };
        if is_denied {
            return answer(StatusCode::FORBIDDEN, Body::empty());
        }
        let log = self.log(&uuid.parse().unwrap());
        let query: HashMap<&str, &str> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        if query.get("stream") == Some(&"1") {
            name.clone_into(&mut log.carrier.lock().unwrap());
            answer(StatusCode::OK, log.stream(query).await)
        } else {
            answer(StatusCode::OK, log.past(&query).into())
        }
    }
}

impl Upstream for Api {
    fn request(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, Unreachable>> {
        async move { Ok(self.answer(request).await) }.boxed()
    }

    fn open_tunnel<'a>(
        &'a self,
        _: &'a ApiToken,
        _: &'a DeviceUuid,
        _: u16,
    ) -> BoxFuture<'a, Result<BoxedPipe, TunnelError>> {
        async { Err(TunnelError::DeviceOffline) }.boxed()
    }

    fn signed_out(&self, _: &ApiToken) -> BoxFuture<'static, ()> {
        std::future::pending().boxed()
    }

    fn changes<'a>(&'a self, _: &'a ApiToken, _: Option<Cursor>) -> BoxFuture<'a, Result<Changes, ChangesError>> {
        std::future::pending().boxed()
    }
}
