//! Fuzzed URLs and malformed bodies against the router: nothing fails inside, nobody sees another tenant's row.
//!
//! `BINNACLE_FUZZ` says how many of each (`cargo xtask bench fuzz` plays 200,000), `BINNACLE_FUZZ_SEED` which.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking, as its bodies do")]

mod ask;
mod bodies;
mod chance;
mod tenant;
mod urls;
mod words;
mod world;

use std::sync::Arc;

use chance::Chance;
use tokio::task::JoinSet;
use world::World;

/// So many requests are under way at once: their writes share commits.
const AT_ONCE: u64 = 8;
/// So many requests until what was deleted is made again.
const REFILL: u64 = 250;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Plays `play` as often as is asked for, several at once.
async fn many<F>(play: fn(Arc<World>, Chance) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let world = Arc::new(World::new().await);
    let before = world.rows_of_b().await;
    let (count, seed) = (setting("BINNACLE_FUZZ", 4_000), setting("BINNACLE_FUZZ_SEED", 7));
    let mut playing = JoinSet::new();
    for worker in 0..AT_ONCE {
        let world = Arc::clone(&world);
        playing.spawn(async move {
            for round in (worker..count).step_by(usize::try_from(AT_ONCE).unwrap()) {
                if worker == 0 && round % REFILL < AT_ONCE {
                    // Alone, or what is made is deleted while it is made.
                    let _alone = world.gate.write().await;
                    world.refill().await;
                }
                let _among_others = world.gate.read().await;
                play(Arc::clone(&world), Chance::new(seed ^ (round << 8))).await;
            }
        });
    }
    while let Some(ended) = playing.join_next().await {
        ended.unwrap();
    }
    assert_eq!(world.rows_of_b().await, before, "what A did changed rows of B");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn urls_of_any_kind_are_answered_and_tell_nothing_of_others() {
    many(urls::play).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn bodies_of_any_kind_are_answered_and_tell_nothing_of_others() {
    many(bodies::play).await;
}
