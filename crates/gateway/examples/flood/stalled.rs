//! Measures what readers cost that never read, and whether others notice: the server is a process of its own.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep, timeout};

use crate::Failed;
use crate::arguments::Arguments;
use crate::child::Server;
use crate::reader::{Reader, sign_in};

/// Lines a second.
const RATE: f64 = 100.0;
/// How much is written before readers stall, so that all of them have something to be sent.
const BEFORE: Duration = Duration::from_secs(20);

/// Prints the figures.
#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
pub(crate) async fn measure(arguments: &Arguments) -> Result<(), Failed> {
    let server = Server::start(&arguments.dist, 1, arguments.rate.unwrap_or(RATE)).await?;
    let gateway = server.gateway;
    let cookie = sign_in(gateway).await?;

    let until = Instant::now() + BEFORE + Duration::from_secs(arguments.seconds);
    let mut healthy = JoinSet::new();
    for _ in 0..arguments.healthy {
        let mut reader = Reader::open(gateway, &cookie, 1, None).await?;
        healthy.spawn(async move {
            while timeout(until.saturating_duration_since(Instant::now()), reader.read())
                .await
                .is_ok_and(|read| read.is_ok())
            {}
            reader
        });
    }
    sleep(BEFORE).await;
    let before = server.memory()?;

    let mut stalled = JoinSet::new();
    for _ in 0..arguments.stalled {
        let mut reader = Reader::open(gateway, &cookie, 1, Some(4_096)).await?;
        stalled.spawn(async move {
            let mut pings = interval(Duration::from_secs(20));
            while Instant::now() < until {
                pings.tick().await;
                if reader.ping().await.is_err() {
                    return false;
                }
            }
            true
        });
    }
    let mut most = before;
    while Instant::now() < until {
        sleep(Duration::from_secs(1)).await;
        most = most.max(server.memory()?);
    }
    let readers = healthy.join_all().await;
    let last = readers.iter().map(|reader| reader.last).min().unwrap_or_default();
    let lost: u64 = readers.iter().map(|reader| reader.lost(last)).sum();
    let in_order = readers.iter().filter(|reader| reader.is_in_order && reader.lines > 0).count();
    let there = stalled.join_all().await.into_iter().filter(|there| *there).count();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let each = most.saturating_sub(before) as f64 / 1_024.0 / arguments.stalled.max(1) as f64;
    println!("figure server_mib_before {} server_mib_most {}", before / 1_024, most / 1_024);
    println!("figure healthy_lines {last} healthy_in_order {in_order} stalled_there {there}");
    println!("figure stalled_mib_each {each:.3}");
    println!("figure healthy_lost {lost}");
    Ok(())
}
