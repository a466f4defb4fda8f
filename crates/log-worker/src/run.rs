//! The worker's life: it listens, ticks and never ends.

use std::rc::Rc;

use crate::ask::Ask;
use crate::browser::{listen, tell};
use crate::feeds::Feeds;
use crate::tell::Tell;

/// How often the clock is looked at, in milliseconds: lines of several devices wait for their turn by it.
const TICK_MS: u32 = 100;
/// While there is work left: what came of the page and the socket meanwhile is heard in between.
const BREATH_MS: u32 = 4;

/// Begins; the page hears that it does.
pub fn run() {
    let feeds = Feeds::new();
    let hears = Rc::clone(&feeds);
    listen(move |text| match serde_json::from_str::<Ask>(&text) {
        Ok(ask) => hears.borrow_mut().hear(ask),
        Err(_) => tell(&Tell::Unreadable),
    });
    tell(&Tell::Ready);
    wasm_bindgen_futures::spawn_local(async move {
        let mut wait = TICK_MS;
        loop {
            gloo_timers::future::TimeoutFuture::new(wait).await;
            wait = if feeds.borrow_mut().tick() { BREATH_MS } else { TICK_MS };
        }
    });
}
