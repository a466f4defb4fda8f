//! The stand-in API: signs anybody in, lists the devices, and streams their logs with numbers.

use std::sync::Arc;

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use binnacle_gateway::token::ApiToken;
use binnacle_gateway::upstream::{BoxedPipe, Changes, ChangesError, TunnelError, Unreachable, Upstream};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use http::{Request, Response, StatusCode};
use model::device_uuid::DeviceUuid;
use wire::live::Cursor;
use wire::log_line::LogGap;

use crate::world::World;

/// Lines in one piece of a stream.
const PIECE: u64 = 2_000;
/// Lines in a history.
const PAST: u64 = 100_000;

#[derive(Debug)]
pub(crate) struct Api {
    world: Arc<World>,
}

impl Api {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    fn answer(&self, path: &str, query: &str) -> (StatusCode, Body) {
        match path {
            "/login_" => {
                let claims = URL_SAFE_NO_PAD.encode(r#"{"exp":4000000000}"#);
                (StatusCode::OK, format!("h.{claims}.{:016x}", rand::random::<u64>()).into())
            }
            "/user/v1/whoami" => (StatusCode::OK, r#"{"id":1,"username":"flood","email":null}"#.into()),
            "/v7/device" => (StatusCode::OK, self.devices(query).into()),
            path if path.starts_with("/v7/") => (StatusCode::OK, r#"{"d":[]}"#.into()),
            path => path
                .strip_prefix("/device/v2/")
                .and_then(|path| path.strip_suffix("/logs"))
                .and_then(|uuid| uuid.parse::<DeviceUuid>().ok())
                .filter(|uuid| self.world.number(uuid).is_some())
                .map_or((StatusCode::NOT_FOUND, Body::empty()), |_| (StatusCode::OK, self.log(query))),
        }
    }

    /// All of them, or those whose uuids the query names.
    fn devices(&self, query: &str) -> String {
        let named: Vec<u64> = query
            .split(|c: char| !c.is_ascii_hexdigit())
            .filter_map(|word| self.world.number(&word.get(word.len().checked_sub(32)?..)?.parse().ok()?))
            .collect();
        let numbers = if named.is_empty() { (0..self.world.devices).collect() } else { named };
        let row = |number: u64| {
            let (uuid, name) = (World::uuid(number), format!("flood-{number:04}"));
            serde_json::json!({ "id": number + 1, "uuid": uuid, "device_name": name, "is_online": true })
        };
        serde_json::json!({ "d": numbers.into_iter().map(row).collect::<Vec<_>>() }).to_string()
    }

    fn log(&self, query: &str) -> Body {
        let number = |name: &str| {
            query.split('&').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == name)?.1.parse::<u64>().ok()
        };
        let written = self.world.written();
        let after = number("after");
        let position = after.unwrap_or_else(|| written.saturating_sub(number("count").unwrap_or(1_000)));
        if number("stream") != Some(1) {
            let mut past = vec![b'['];
            self.world.write(position, written.min(position.saturating_add(PAST)), b',', &mut past);
            past.push(b']');
            return past.into();
        }
        self.world.followed();
        let opening = match after {
            Some(_) => String::new(),
            None => serde_json::to_string(&LogGap { missed: 0, sequence: position }).unwrap_or_default() + "\n",
        };
        let opening = stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(opening)) });
        let lines = stream::unfold((Arc::clone(&self.world), position), |(world, position)| async move {
            let until = world.more_than(position).await.min(position + PIECE);
            let mut piece = Vec::new();
            world.write(position, until, b'\n', &mut piece);
            Some((Ok(Bytes::from(piece)), (world, until)))
        });
        Body::from_stream(opening.chain(lines))
    }
}

impl Upstream for Api {
    fn request(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, Unreachable>> {
        let uri = request.uri();
        let (status, body) = self.answer(uri.path(), uri.query().unwrap_or_default());
        let mut response = Response::new(body);
        *response.status_mut() = status;
        std::future::ready(Ok(response)).boxed()
    }

    fn open_tunnel<'a>(
        &'a self,
        _: &'a ApiToken,
        _: &'a DeviceUuid,
        _: u16,
    ) -> BoxFuture<'a, Result<BoxedPipe, TunnelError>> {
        std::future::ready(Err(TunnelError::DeviceOffline)).boxed()
    }

    fn signed_out(&self, _: &ApiToken) -> BoxFuture<'static, ()> {
        std::future::pending().boxed()
    }

    fn changes<'a>(&'a self, _: &'a ApiToken, since: Option<Cursor>) -> BoxFuture<'a, Result<Changes, ChangesError>> {
        let cursor = since.unwrap_or(Cursor { epoch: "flood".to_owned(), sequence: 0 });
        std::future::ready(Ok(Changes { cursor, resumed: true, events: stream::pending().boxed() })).boxed()
    }
}
