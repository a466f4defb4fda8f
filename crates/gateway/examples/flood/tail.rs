//! Measures what one page costs that follows all devices, and whether it gets every line.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::Failed;
use crate::arguments::Arguments;
use crate::child::Server;
use crate::reader::{Reader, sign_in};
use crate::world::RATE;

/// Until all streams are open and the past was read.
const BEFORE: Duration = Duration::from_secs(5);

/// Prints the figures.
#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub(crate) async fn measure(arguments: &Arguments) -> Result<(), Failed> {
    let rate = arguments.rate.unwrap_or(RATE);
    let server = Server::start(&arguments.dist, arguments.devices, rate).await?;
    let cookie = sign_in(server.gateway).await?;
    let mut reader = Reader::open(server.gateway, &cookie, arguments.devices, None).await?;
    follow(&mut reader, BEFORE).await;
    let (lines, missed, computed) = (reader.lines, reader.missed, server.computed()?);
    let began = Instant::now();
    follow(&mut reader, Duration::from_secs(arguments.seconds)).await;
    let took = began.elapsed().as_secs_f64();
    let (devices, is_in_order) = (arguments.devices, reader.is_in_order);
    println!("figure tail_lines_a_second {:.0} of {:.0}", (reader.lines - lines) as f64 / took, rate * devices as f64);
    println!(
        "figure tail_missed {} before {missed} in_order {is_in_order} mib {}",
        reader.missed - missed,
        server.memory()? / 1_024
    );
    println!("figure tail_cores {:.2}", (server.computed()? - computed) / took);
    Ok(())
}

async fn follow(reader: &mut Reader, time: Duration) {
    let until = Instant::now() + time;
    while timeout(until.saturating_duration_since(Instant::now()), reader.read()).await.is_ok_and(|read| read.is_ok()) {
    }
}
