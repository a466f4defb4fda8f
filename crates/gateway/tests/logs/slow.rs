//! Pages that read slowly or not at all: they are told what they missed, and nobody else waits for them.

use std::sync::Arc;

use binnacle_gateway::log_limits::LogLimits;
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::LocalSet;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use wire::live::{ClientFrame, LogDevice, LogMissed, LogState, ServerFrame, Topic};
use wire::log_position::Missed;

use crate::api::{Api, Kind};
use crate::page::{Page, device};
use crate::server::{Server, start};
use crate::transport::Native;

/// A socket that follows the device and takes little at a time.
async fn slow(server: &Server, name: &str) -> WebSocketStream<TcpStream> {
    let cookie = server.sign_in(name).await;
    let native = Native { gateway: server.address, through: server.address, cookie };
    let tcp = TcpSocket::new_v4().unwrap();
    tcp.set_recv_buffer_size(4_096).unwrap();
    let mut socket = native.upgrade(tcp.connect(server.address).await.unwrap()).await.unwrap();
    let topic = Topic::Logs { services: None, system: true, count: 1_000 };
    let follow = ClientFrame::Follow { id: 1, devices: vec![LogDevice { uuid: device(), after: None }] };
    for frame in [ClientFrame::Subscribe { id: 1, topic, since: None }, follow] {
        socket.send(Message::text(serde_json::to_string(&frame).unwrap())).await.unwrap();
    }
    socket
}

/// Reads a socket until so many lines came or were missed, having had `lines` already; how many of each.
async fn read(socket: &mut WebSocketStream<TcpStream>, mut lines: u64, whole: u64) -> (u64, u64) {
    let mut missed = 0;
    while lines + missed < whole {
        let message = tokio::time::timeout(std::time::Duration::from_secs(20), socket.next()).await;
        let Message::Text(text) = message.unwrap().unwrap().unwrap() else { continue };
        let Ok(ServerFrame::Logs { parts, .. }) = serde_json::from_str(&text) else { continue };
        for part in parts {
            match LogMissed::read(part.missed) {
                Missed::None => {}
                Missed::Lines(count) => missed += count,
                Missed::Uncounted => panic!("a gap that nobody counted"),
            }
            for line in part.lines {
                let n: u64 = line.message.rsplit("n=").next().unwrap().parse().unwrap();
                lines += 1;
                assert_eq!(n, lines + missed);
            }
        }
    }
    (lines, missed)
}

async fn what_a_slow_tab_missed_is_counted(kind: Kind) {
    let api = Api::new(kind);
    // A ring of some three thousand lines.
    let server = start(Arc::clone(&api) as _, LogLimits { ring_bytes: 1_048_576, ..LogLimits::default() }).await;
    let log = api.log(&device());
    let healthy = Page::open(&server, "healthy", None).await;
    healthy.until("live", |told| told.state == Some(LogState::Live)).await;
    let mut socket = slow(&server, "slow").await;
    // It has read its past, and of the ring, before it is slow.
    for lines in [0, 20] {
        log.write(20);
        assert_eq!(read(&mut socket, lines, lines + 20).await, (lines + 20, 0));
    }
    let whole: u64 = 40_000;
    let mut told = healthy.watch();
    while log.written() < whole {
        log.write(100.min(whole - log.written()));
        let written = log.written();
        told.wait_for(|told| written - told.last < 700).await.unwrap();
    }
    let told = healthy.until("the whole", |told| told.last == whole).await;
    assert_eq!((told.lines, told.missed), (whole, None));
    let (lines, missed) = read(&mut socket, 40, whole).await;
    assert_eq!(lines + missed, whole);
    assert!(missed > 0, "it was slow");
}

#[tokio::test]
async fn what_a_slow_tab_missed_is_counted_by_number() {
    LocalSet::new().run_until(what_a_slow_tab_missed_is_counted(Kind::Numbered)).await;
}

#[tokio::test]
async fn what_a_slow_tab_missed_is_counted_without_numbers() {
    LocalSet::new().run_until(what_a_slow_tab_missed_is_counted(Kind::OpenBalena)).await;
}

#[tokio::test]
async fn what_openbalena_suppresses_is_a_counted_gap() {
    let test = async {
        let api = Api::new(Kind::OpenBalena);
        let server = start(Arc::clone(&api) as _, LogLimits::default()).await;
        let log = api.log(&device());
        let page = Page::open(&server, "admin", None).await;
        log.write(1);
        page.until("a line", |told| told.last == 1).await;
        log.write(4_999);
        let told = page.until("the last line", |told| told.last == 5_000).await;
        assert_eq!((told.lines, told.missed), (1_001, Some(Missed::Lines(3_999))));
    };
    LocalSet::new().run_until(test).await;
}

#[tokio::test]
async fn pages_that_never_read_hold_nobody_up() {
    let test = async {
        let api = Api::new(Kind::Numbered);
        let server = start(Arc::clone(&api) as _, LogLimits::default()).await;
        let log = api.log(&device());
        let mut healthy = Vec::new();
        for n in 0..5 {
            healthy.push(Page::open(&server, &format!("healthy{n}"), None).await);
        }
        let mut stalled = Vec::new();
        for n in 0..20 {
            stalled.push(slow(&server, &format!("stalled{n}")).await);
        }
        let whole: u64 = 15_000;
        let mut told = healthy[0].watch();
        while log.written() < whole {
            log.write(500);
            let written = log.written();
            told.wait_for(|told| written - told.last < 5_000).await.unwrap();
        }
        for page in &healthy {
            let told = page.until("the whole", |told| told.last == whole).await;
            assert_eq!((told.lines, told.doubled, told.jumped, told.missed), (whole, 0, 0, None));
        }
        drop(stalled);
    };
    LocalSet::new().run_until(test).await;
}
