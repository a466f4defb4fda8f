//! A flood of log lines for benches: devices that write at a given rate, behind the real gateway, which serves a dashboard.
//!
//! `cargo run --release -p binnacle-gateway --example flood -- --dist dist` prints
//! `ready http://127.0.0.1:PORT http://127.0.0.1:PORT`: the gateway, which takes any password, and where `GET /flood/written`
//! says how much was written and `GET /flood/start` begins where `--start asked` was given. `--lines FILE` writes the lines of a
//! file. With `stalled` as its first word it measures what readers cost that never read; with `tail`, what a page costs that
//! follows all devices.

mod api;
mod arguments;
mod child;
mod control;
mod reader;
mod stalled;
mod tail;
mod words;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;

use binnacle_gateway::config::Config;
use binnacle_gateway::log_limits::LogLimits;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::api::Api;
use crate::arguments::{Arguments, data_of};
use crate::world::World;

type Failed = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let mut words = std::env::args().skip(1).peekable();
    if words.next_if(|word| word == "stalled").is_some() {
        return stalled::measure(&Arguments::read(words)?).await;
    }
    if words.next_if(|word| word == "tail").is_some() {
        return tail::measure(&Arguments::read(words)?).await;
    }
    serve(&Arguments::read(words)?).await
}

#[expect(clippy::print_stdout, reason = "the line that tells where it is")]
async fn serve(arguments: &Arguments) -> Result<(), Failed> {
    let world = Arc::new(World::new(arguments)?);
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let control = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let config = Config {
        origins: vec![format!("http://{address}").parse()?],
        listen: address,
        data: data_of(std::process::id()),
        cookie_key: Some(rand::random()),
        dist: Some(arguments.dist.clone()),
        api: "flood.test".into(),
        server: "Flood".into(),
        logs: LogLimits::default(),
        shutdown: tokio_util::sync::CancellationToken::new(),
    };
    let folder = config.data.clone();
    let mut terminated = signal(SignalKind::terminate())?;
    let router = binnacle_gateway::router::router(config, Arc::new(Api::new(Arc::clone(&world))))?;
    println!("ready http://{address} http://{}", control.local_addr()?);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        ended = axum::serve(listener, service).into_future() => ended?,
        ended = axum::serve(control, control::router(world)).into_future() => ended?,
        ended = tokio::signal::ctrl_c() => ended?,
        _ = terminated.recv() => {}
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
