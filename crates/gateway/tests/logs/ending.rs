//! When nobody reads any more, or may: streams end, and nobody's token is used for longer than somebody is there.

use std::sync::Arc;
use std::time::Duration;

use binnacle_gateway::log_limits::LogLimits;
use futures_util::{SinkExt, StreamExt};
use model::device_uuid::DeviceUuid;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::LocalSet;
use tokio_tungstenite::tungstenite::Message;
use wire::live::{ClientFrame, LogDevice, MAX_DEVICES_IN_FRAME, ServerFrame, Topic};

use crate::api::{Api, Kind};
use crate::page::{Page, device};
use crate::server::start;
use crate::transport::Native;

const FOR_EVER: Duration = Duration::from_hours(1);

async fn until(watched: &watch::Sender<u64>, value: u64) {
    let mut watched = watched.subscribe();
    let waited = tokio::time::timeout(Duration::from_secs(10), watched.wait_for(|now| *now == value)).await;
    drop(waited.unwrap().unwrap());
}

#[tokio::test]
async fn a_stream_lingers_for_a_while_and_ends() {
    let test = async {
        let api = Api::new(Kind::Numbered);
        let limits = LogLimits { linger: Duration::from_millis(100), ..LogLimits::default() };
        let server = start(Arc::clone(&api) as _, limits).await;
        let log = api.log(&device());
        let page = Page::open(&server, "admin", None).await;
        until(&log.streams_open, 1).await;
        drop(page);
        until(&log.streams_open, 0).await;
        let again = Page::open(&server, "admin", None).await;
        log.write(1);
        again.until("a line", |told| told.last == 1).await;
        assert_eq!(*log.streams_opened.borrow(), 2);
    };
    LocalSet::new().run_until(test).await;
}

#[tokio::test]
async fn with_a_session_its_token_goes_at_once() {
    let test = async {
        let api = Api::new(Kind::Numbered);
        let server = start(Arc::clone(&api) as _, LogLimits { linger: FOR_EVER, ..LogLimits::default() }).await;
        let log = api.log(&device());
        let first = Page::open(&server, "first", None).await;
        until(&log.streams_open, 1).await;
        let second = Page::open(&server, "second", None).await;
        log.write(10);
        second.until("lines", |told| told.last == 10).await;
        server.sign_out(&first.cookie).await;
        until(&log.streams_opened, 2).await;
        assert_eq!(*log.carrier.lock().unwrap(), "second");
        log.write(10);
        let told = second.until("more lines", |told| told.last == 20).await;
        assert_eq!((told.lines, told.missed), (20, None));
        server.sign_out(&second.cookie).await;
        until(&log.streams_open, 0).await;
    };
    LocalSet::new().run_until(test).await;
}

#[tokio::test]
async fn what_is_beyond_the_limits_is_refused_and_the_rest_is_followed() {
    let api = Api::new(Kind::Numbered);
    let server = start(Arc::clone(&api) as _, LogLimits::default()).await;
    let cookie = server.sign_in("admin").await;
    let native = Native { gateway: server.address, through: server.address, cookie };
    let mut socket = native.upgrade(TcpStream::connect(server.address).await.unwrap()).await.unwrap();
    let devices: Vec<LogDevice> = (0..=MAX_DEVICES_IN_FRAME)
        .map(|n| LogDevice { uuid: format!("{n:032x}").parse().unwrap(), after: None })
        .collect();
    let topic = Topic::Logs { services: None, system: true, count: 1 };
    for frame in [
        ClientFrame::Follow { id: 9, devices: Vec::new() },
        ClientFrame::Subscribe { id: 1, topic, since: None },
        ClientFrame::Follow { id: 1, devices: devices.clone() },
    ] {
        socket.send(Message::text(serde_json::to_string(&frame).unwrap())).await.unwrap();
    }
    api.log(&devices[0].uuid).write(1);
    let (mut refused, mut beyond, mut has_line) = (None, Vec::<DeviceUuid>::new(), false);
    while refused.is_none() || beyond.is_empty() || !has_line {
        let frame = tokio::time::timeout(Duration::from_secs(10), socket.next()).await.unwrap().unwrap().unwrap();
        let Message::Text(text) = frame else { continue };
        match serde_json::from_str(&text).unwrap() {
            ServerFrame::Refused { id, .. } => refused = Some(id),
            ServerFrame::Logs { parts, .. } => {
                has_line |= parts.iter().any(|part| !part.lines.is_empty());
                beyond.extend(parts.into_iter().filter(|part| part.refused.is_some()).map(|part| part.device));
            }
            _ => {}
        }
    }
    assert_eq!((refused, beyond), (Some(9), vec![devices[MAX_DEVICES_IN_FRAME].uuid.clone()]));
}
