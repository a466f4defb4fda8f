//! Both ends of the link against each other, in memory and over real sockets.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

use std::time::Duration;

use axum::extract::ws::WebSocketUpgrade;
use axum::routing::get;
use binnacle_link::device::serve;
use binnacle_link::platform::{Link, LinkError};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

const SOON: Duration = Duration::from_secs(10);

/// Port 7 echoes, everything else is closed.
async fn connect(port: u16) -> Result<DuplexStream, String> {
    if port != 7 {
        return Err(format!("nothing listens on {port}"));
    }
    let (near, mut far) = duplex(4_096);
    tokio::spawn(async move {
        let (mut read, mut write) = tokio::io::split(&mut far);
        tokio::io::copy(&mut read, &mut write).await?;
        write.shutdown().await
    });
    Ok(near)
}

async fn in_memory() -> Link {
    let (near, far) = duplex(64 * 1_024);
    let platform = WebSocketStream::from_raw_socket(near, Role::Server, None).await;
    let device = WebSocketStream::from_raw_socket(far, Role::Client, None).await;
    tokio::spawn(serve(device, connect));
    let (link, driver) = Link::accept(platform);
    tokio::spawn(driver.run());
    link
}

async fn echo(link: &Link, bytes: Vec<u8>) {
    let stream = link.open(7).await.unwrap();
    let (mut read, mut write) = tokio::io::split(stream);
    let sent = bytes.clone();
    let writing = tokio::spawn(async move {
        write.write_all(&sent).await.unwrap();
        write.shutdown().await.unwrap();
    });
    let mut back = Vec::new();
    timeout(SOON, read.read_to_end(&mut back)).await.unwrap().unwrap();
    writing.await.unwrap();
    assert!(back == bytes, "{} bytes came back of {}", back.len(), bytes.len());
}

#[tokio::test]
async fn a_stream_carries_bytes_and_ends_by_halves() {
    let link = in_memory().await;
    echo(&link, b"over the link".to_vec()).await;
    let megabytes: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    tokio::join!(echo(&link, megabytes.clone()), echo(&link, megabytes.clone()), echo(&link, megabytes));
}

#[tokio::test]
async fn a_closed_port_says_why_and_the_link_lives_on() {
    let link = in_memory().await;
    match link.open(80).await {
        Err(LinkError::Refused(why)) => assert_eq!(why, "nothing listens on 80"),
        other => panic!("{other:?}"),
    }
    echo(&link, b"still here".to_vec()).await;
}

#[tokio::test]
async fn streams_are_bounded_and_come_back() {
    let link = in_memory().await;
    let mut open = Vec::new();
    let busy = loop {
        match link.open(7).await {
            Ok(stream) => open.push(stream),
            Err(error) => break error,
        }
        assert!(open.len() < 1_000);
    };
    assert!(matches!(busy, LinkError::Busy), "{busy}");
    open.clear();
    for _ in 0..300 {
        echo(&link, b"again".to_vec()).await;
    }
}

#[tokio::test]
async fn closing_the_platforms_end_ends_the_devices() {
    let (near, far) = duplex(1_024);
    let device = WebSocketStream::from_raw_socket(far, Role::Client, None).await;
    let serving = tokio::spawn(serve(device, connect));
    let (link, driver) = Link::accept(WebSocketStream::from_raw_socket(near, Role::Server, None).await);
    tokio::spawn(driver.run());
    let mut stream = link.open(7).await.unwrap();
    link.close();
    timeout(SOON, link.closed()).await.unwrap();
    assert_eq!(timeout(SOON, stream.read_to_end(&mut Vec::new())).await.unwrap().unwrap_or(0), 0);
    assert!(matches!(link.open(7).await, Err(LinkError::Closed)));
    drop(timeout(SOON, serving).await.unwrap().unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_silent_peer_is_gone_after_fifteen_seconds() {
    let (near, far) = duplex(64 * 1_024);
    let (link, driver) = Link::accept(WebSocketStream::from_raw_socket(near, Role::Server, None).await);
    tokio::spawn(driver.run());
    let began = tokio::time::Instant::now();
    link.closed().await;
    let took = began.elapsed();
    assert!((15..=20).contains(&took.as_secs()), "{took:?}");
    drop(far);
}

#[tokio::test(start_paused = true)]
async fn an_idle_link_stays() {
    let link = in_memory().await;
    tokio::time::sleep(Duration::from_mins(2)).await;
    assert!(!link.is_closed());
    echo(&link, b"awake".to_vec()).await;
}

#[tokio::test]
async fn axum_and_tungstenite_meet_over_tcp() {
    let (links, mut accepted) = mpsc::channel(1);
    let app = axum::Router::new().route(
        "/link",
        get(move |upgrade: WebSocketUpgrade| async move {
            upgrade.on_upgrade(move |socket| async move {
                let (link, driver) = Link::accept(socket);
                links.send(link).await.unwrap();
                driver.run().await;
            })
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });

    let echo_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let echo_port = echo_listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = echo_listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = socket.split();
                tokio::io::copy(&mut read, &mut write).await
            });
        }
    });

    let (socket, _) = tokio_tungstenite::connect_async(format!("ws://{address}/link")).await.unwrap();
    let serving = tokio::spawn(serve(socket, move |_| async move {
        TcpStream::connect(("127.0.0.1", echo_port)).await.map_err(|error| error.to_string())
    }));
    let link = timeout(SOON, accepted.recv()).await.unwrap().unwrap();
    echo(&link, vec![42; 500_000]).await;

    serving.abort();
    timeout(SOON, link.closed()).await.unwrap();
}
