//! Reading a fleet of 100,000 devices over HTTP against plain `rusqlite` reading the same rows; run by `cargo xtask bench platform`.
//!
//! With `BENCH_SEED` it only leaves the fleet in that folder, for `cargo xtask bench soak`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring program prints, and stops at what it cannot do"
)]

mod by_hand;
mod http;
mod seed;

use std::time::{Duration, Instant};

use by_hand::ByHand;
use http::Server;

const PAGE: &str = "&$orderby=device_name%20asc&$top=50&$skip=0";
const FIELDS: &str = "id,uuid,device_name,overall_status,overall_progress,is_online,api_heartbeat_state,\
    last_connectivity_event,changed_api_heartbeat_state_on__date,os_version,os_variant,supervisor_version,ip_address,\
    cpu_usage,cpu_temp,memory_usage,memory_total,storage_usage,storage_total,is_undervolted,update_status";
const EXPANDS: &str = "is_of__device_type($select=slug),is_running__release($select=id,raw_version,commit),\
    should_be_running__release($select=id,raw_version,commit),is_pinned_on__release($select=id),\
    device_tag($select=tag_key,value)";
const STATUSES: [&str; 7] = [
    "inactive",
    "post-provisioning",
    "configuring",
    "disconnected",
    "updating",
    "reduced-functionality",
    "operational",
];

#[tokio::main]
async fn main() {
    let devices = std::env::var("BENCH_DEVICES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let kept = std::env::var_os("BENCH_SEED").map(std::path::PathBuf::from);
    let is_seed = kept.is_some();
    let server = Server::start(kept).await;
    let fleet = seed::fleet(&server, devices).await;
    if is_seed {
        println!("figure fleet {fleet}");
        return;
    }
    let by_hand = ByHand::open(server.folder(), fleet);
    let of_fleet = format!("$filter=belongs_to__application%20eq%20{fleet}");
    let list = format!("/v7/device?$select={FIELDS}&$expand={EXPANDS}&{of_fleet}{PAGE}");
    let whole = format!("/v7/device?$select={FIELDS}&{of_fleet}&$orderby=device_name%20asc");
    let expand = format!("/v7/application({fleet})?$select=id&$expand=owns__device($select=overall_status)");
    let count = |status: &str| format!("/v7/device/$count?{of_fleet}%20and%20overall_status%20eq%20'{status}'");

    compare("first_page", 40, async || server.get(&list).await, || by_hand.page(50)).await;
    compare("whole_list", 5, async || server.get(&whole).await, || by_hand.page(-1)).await;
    compare(
        "status_counts",
        7,
        async || {
            let mut bytes = 0;
            for status in STATUSES {
                bytes += server.get(&count(status)).await;
            }
            bytes
        },
        || STATUSES.iter().map(|status| by_hand.count(status)).sum(),
    )
    .await;
    compare("status_expand", 7, async || server.get(&expand).await, || by_hand.histogram()).await;
}

/// Prints how many times longer `ours` takes than `plain`: medians of `rounds` taken in turns.
async fn compare(name: &str, rounds: usize, ours: impl AsyncFn() -> usize, plain: impl Fn() -> usize) {
    let (mut our_times, mut plain_times) = (Vec::new(), Vec::new());
    // The first round warms the caches of both.
    for round in 0..=rounds {
        let begun = Instant::now();
        let read = plain();
        let plain_took = begun.elapsed();
        let begun = Instant::now();
        let bytes = ours().await;
        let ours_took = begun.elapsed();
        assert!(read > 0 && bytes > 0);
        if round > 0 {
            plain_times.push(plain_took);
            our_times.push(ours_took);
        }
    }
    let (ours, plain) = (median(our_times), median(plain_times));
    println!("# {name}: {:.2} ms, by hand {:.2} ms", millis(ours), millis(plain));
    println!("ratio {name} {:.3}", ours.as_secs_f64() / plain.as_secs_f64());
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
