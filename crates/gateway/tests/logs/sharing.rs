//! Many tabs on one device: one stream of the API, and everybody by their own right.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use binnacle_gateway::log_limits::LogLimits;
use tokio::task::LocalSet;
use wire::live::LogState;

use crate::api::{Api, Kind};
use crate::page::{Page, device};
use crate::server::{Server, start};

async fn serve(kind: Kind) -> (Arc<Api>, Server) {
    let api = Api::new(kind);
    let limits = LogLimits { recheck: Duration::from_millis(200), ..LogLimits::default() };
    let server = start(Arc::clone(&api) as _, limits).await;
    (api, server)
}

/// Every page has every line from 1 to `last`.
async fn all_have(pages: &[Page], last: u64) {
    for page in pages {
        let told = page.until("all lines", |told| told.last == last).await;
        assert_eq!((told.first, told.lines, told.doubled, told.jumped, told.missed), (1, last, 0, 0, None));
    }
}

async fn ten_tabs_share_one_stream(kind: Kind) {
    let (api, server) = serve(kind).await;
    let log = api.log(&device());
    log.write(300);
    let mut pages = vec![Page::open(&server, "n0", None).await];
    pages[0].until("the first reader's past", |told| told.last == 300).await;
    for n in 1..10 {
        // Lines are written while others join.
        log.write(20);
        pages.push(Page::open(&server, &format!("n{n}"), None).await);
    }
    log.write(20);
    all_have(&pages, 500).await;
    assert_eq!((*log.streams_opened.borrow(), log.pasts_asked.load(Ordering::Relaxed)), (1, 9));

    api.denied.lock().unwrap().insert("stranger".to_owned());
    let stranger = Page::open(&server, "stranger", None).await;
    let told = stranger.until("a refusal", |told| told.refused.is_some()).await;
    assert_eq!((told.lines, *log.streams_opened.borrow()), (0, 1));

    api.denied.lock().unwrap().insert("n5".to_owned());
    let gone = pages.remove(5);
    let told = gone.until("a right taken away", |told| told.refused.is_some()).await;
    assert_eq!(told.lines, 500);
    log.write(50);
    all_have(&pages, 550).await;
    assert_eq!(gone.now().lines, 500);

    // With the carrier goes its token.
    drop(pages.remove(0));
    let mut opened = log.streams_opened.subscribe();
    for _ in 0..50 {
        log.write(2);
        tokio::task::yield_now().await;
    }
    opened.wait_for(|opened| *opened == 2).await.unwrap();
    log.write(50);
    all_have(&pages, 700).await;

    // When the carrier may no longer and its stream breaks, the next one carries it.
    api.denied.lock().unwrap().insert("n1".to_owned());
    log.cut();
    log.write(100);
    all_have(&pages[1..], 800).await;
    pages[0].until("the carrier's refusal", |told| told.refused.is_some()).await;
}

#[tokio::test]
async fn ten_tabs_share_one_stream_that_is_numbered() {
    LocalSet::new().run_until(ten_tabs_share_one_stream(Kind::Numbered)).await;
}

#[tokio::test]
async fn ten_tabs_share_one_stream_of_openbalena() {
    LocalSet::new().run_until(ten_tabs_share_one_stream(Kind::OpenBalena)).await;
}

#[tokio::test]
async fn a_page_that_comes_back_soon_goes_on_from_the_ring() {
    let test = async {
        let (api, server) = serve(Kind::Numbered).await;
        let log = api.log(&device());
        let cutter = crate::cutter::Cutter::start(server.address, 1, 40_000, 7).await;
        let page = Page::open(&server, "admin", Some(cutter.address)).await;
        page.until("live", |told| told.state == Some(LogState::Live)).await;
        while cutter.cuts.load(Ordering::Relaxed) == 0 {
            log.write(10);
            let written = log.written();
            page.until("what was written", |told| told.last == written).await;
        }
        log.write(10);
        all_have(&[page], log.written()).await;
        assert_eq!((*log.streams_opened.borrow(), log.pasts_asked.load(Ordering::Relaxed)), (1, 0));
    };
    LocalSet::new().run_until(test).await;
}

#[tokio::test]
async fn a_page_that_unfollows_is_told_nothing_more() {
    let test = async {
        let (api, server) = serve(Kind::Numbered).await;
        let log = api.log(&device());
        let (page, other) = (Page::open(&server, "a", None).await, Page::open(&server, "b", None).await);
        log.write(10);
        page.until("lines", |told| told.last == 10).await;
        page.live.unfollow(page.id, vec![device()]);
        other.until("lines", |told| told.last == 10).await;
        log.write(10);
        other.until("more", |told| told.last == 20).await;
        assert_eq!(page.now().last, 10);
        page.live.follow(page.id, vec![device()]);
        page.until("again", |told| told.last == 20).await;
        // Over and over while lines come: after each time its past is there, and nothing of the time before.
        for _ in 0..50 {
            log.write(15);
            page.live.unfollow(page.id, vec![device()]);
            page.live.follow(page.id, vec![device()]);
            tokio::task::yield_now().await;
        }
        log.write(1);
        let written = log.written();
        let told = page.until("the last", |told| told.last == written).await;
        assert_eq!((told.jumped, told.missed), (0, None));
    };
    LocalSet::new().run_until(test).await;
}
