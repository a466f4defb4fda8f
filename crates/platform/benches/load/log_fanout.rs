//! A thousand readers of one device's stream, against a bare axum server that sends the same lines to as many.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval};

use crate::clients::Clients;
use crate::server::Server;
use crate::{lines, meter};

const READERS: u64 = 1_000;
const PIECES: u64 = 40;
const A_PIECE: u64 = 100;
const EVERY: Duration = Duration::from_millis(20);
const ROUNDS: usize = 3;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (mut ours, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(runtime.block_on(bare_axum()));
        ours.push(runtime.block_on(platform()));
        ratios.push(ours[ours.len() - 1] / bare[bare.len() - 1]);
    }
    println!("# lines delivered a processor second: {:.0}, bare {:.0}", meter::median(ours), meter::median(bare));
    meter::figure("log_fanout", meter::median(ratios));
}

/// Lines delivered for each second of processor time, from the first write to the last line read.
async fn delivered(clients: Clients, write: impl Future<Output = ()>) -> f64 {
    let before = meter::cpu();
    write.await;
    let clients = done(clients).await;
    let used = meter::cpu().saturating_sub(before).as_secs_f64();
    clients.end();
    (READERS * PIECES * A_PIECE) as f64 / used.max(0.01)
}

/// Waits for the clients' next word without holding up the server.
async fn done(mut clients: Clients) -> Clients {
    tokio::task::spawn_blocking(move || {
        clients.said();
        clients
    })
    .await
    .unwrap()
}

async fn started(address: &str, head: String) -> Clients {
    let arguments = ["readers", address, &READERS.to_string(), "0", &(PIECES * A_PIECE).to_string()];
    let arguments = arguments.map(str::to_owned);
    let clients = tokio::task::spawn_blocking(move || Clients::start(&arguments, &[head])).await.unwrap();
    done(clients).await
}

async fn platform() -> f64 {
    let server = Server::start(|_| {}).await;
    let device = server.devices(1).await.remove(0);
    let head = format!(
        "GET /device/v2/{}/logs?stream=1 HTTP/1.1\\r\\nhost: a\\r\\nauthorization: Bearer {}\\r\\n\\r\\n",
        device.uuid, server.token
    );
    let clients = started(&server.address.to_string(), head).await;
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let pieces = futures_util::stream::unfold((0, ticks), |(piece, mut ticks)| async move {
        ticks.tick().await;
        (piece < PIECES).then(|| (lines::sent(piece * A_PIECE..piece * A_PIECE + A_PIECE), (piece + 1, ticks)))
    });
    let rate = delivered(clients, server.log(&device, pieces)).await;
    server.platform.shutdown().await;
    rate
}

async fn bare_axum() -> f64 {
    let (sender, _) = broadcast::channel::<Bytes>(1_024);
    let subscribe = sender.clone();
    let stream = move || {
        let lines = subscribe.subscribe();
        std::future::ready(Body::from_stream(futures_util::stream::unfold(lines, |mut lines| async move {
            let piece = lines.recv().await.ok()?;
            Some((Ok::<_, Infallible>(piece), lines))
        })))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(stream))).await });
    let clients = started(&address.to_string(), "GET / HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n".to_owned()).await;
    let write = async {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut pieces = futures_util::stream::iter(0..PIECES);
        while let Some(piece) = pieces.next().await {
            ticks.tick().await;
            let _ = sender.send(lines::read(piece * A_PIECE..piece * A_PIECE + A_PIECE));
        }
    };
    let rate = delivered(clients, write).await;
    serving.abort();
    rate
}
