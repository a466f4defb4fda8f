//! Connections that break all the time: no line is lost, none comes twice, and all come in order.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use binnacle_gateway::log_limits::LogLimits;
use tokio::task::LocalSet;

use crate::api::{Api, Kind, Log};
use crate::cutter::Cutter;
use crate::page::{Page, device};
use crate::server::start;

/// A figure of the whole run, or what a quick one is content with.
fn figure(name: &str, quick: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(quick)
}

/// Writes as the page reads on, never more than `ahead` of it, and cuts the stream now and then.
async fn write(log: Arc<Log>, page: &Page, lines: u64, ahead: u64, cut_every: u64) {
    let mut told = page.watch();
    let mut opened = log.streams_opened.subscribe();
    let (mut next_cut, mut cut) = (cut_every, 0);
    while log.written() < lines {
        // A page that has read nothing yet has a cursor to nothing: it gets the newest lines, as many as it asks for.
        let ahead = if told.borrow().lines == 0 { ahead.min(700) } else { ahead };
        let read = told.wait_for(|told| log.written() - told.last < ahead).await.unwrap().last;
        log.write((1 + log.written() % 40).min(lines - log.written()).min(ahead - (log.written() - read)));
        if log.written() >= next_cut {
            // A stream that is not there cannot be cut.
            let _ = opened.wait_for(|opened| *opened > cut).await;
            log.cut();
            cut += 1;
            next_cut += cut_every;
        }
        tokio::task::yield_now().await;
    }
}

async fn every_line_comes_once(kind: Kind, ahead: u64) {
    let (lines, cuts) = (figure("BINNACLE_LINES", 20_000), figure("BINNACLE_CUTS", 40));
    let (seed, began) = (figure("BINNACLE_SEED", rand::random()), std::time::Instant::now());
    let api = Api::new(kind);
    let server = start(Arc::clone(&api) as _, LogLimits::default()).await;
    // A line is about 200 bytes: with this the cuts are over well before the lines are.
    let within = i64::try_from(lines * 200 / cuts).unwrap();
    let cutter = Cutter::start(server.address, usize::try_from(cuts).unwrap(), within, seed).await;
    let page = Page::open(&server, "admin", Some(cutter.address)).await;
    let log = api.log(&device());
    write(Arc::clone(&log), &page, lines, ahead, lines / (cuts / 5).max(4)).await;
    let told = page.until("the last line", |told| told.last == lines).await;
    assert_eq!(
        (told.first, told.lines, told.doubled, told.jumped, told.missed),
        (1, lines, 0, 0, None),
        "BINNACLE_SEED={seed}"
    );
    let (cut, opened) = (cutter.cuts.load(Ordering::Relaxed), *log.streams_opened.borrow());
    assert_eq!(u64::try_from(cut).unwrap(), cuts, "cuts of the page's socket");
    assert!(opened > cuts / 6, "cuts of the stream: {opened}");
    say(kind, lines, cut, opened, began.elapsed());
}

#[expect(clippy::print_stdout, reason = "figures are asked for by hand")]
fn say(kind: Kind, lines: u64, cut: usize, opened: u64, took: std::time::Duration) {
    println!("figure cuts_{kind:?} lines {lines} lost 0 doubled 0 cuts {cut} streams {opened} in {took:.1?}");
}

#[tokio::test]
async fn a_log_with_numbers_comes_whole_over_any_cuts() {
    LocalSet::new().run_until(every_line_comes_once(Kind::Numbered, 5_000)).await;
}

#[tokio::test]
async fn a_log_of_openbalena_comes_whole_over_any_cuts() {
    LocalSet::new().run_until(every_line_comes_once(Kind::OpenBalena, 700)).await;
}
