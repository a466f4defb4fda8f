//! How many devices of a fleet were in which state, over time, as the page asks for it.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use std::time::Duration;

use binnacle_platform::config::PlatformConfig;
use model::device_status::DeviceStatus;
use model::timestamp::Timestamp;
use serde_json::json;
use store::clock::now_ms;
use store::fleet_samples::{self, Count, Series};
use support::{SOON, World};
use wire::endpoint::Endpoint as _;
use wire::fleet_states::{FleetStates, GetFleetStates};

async fn states(world: &World, fleet: i64, since: i64, every: u32) -> FleetStates {
    let asked = GetFleetStates { fleet, since: Timestamp::from_millis(since), every };
    let answer = world.get(&asked.path()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_value(answer.json()).unwrap()
}

/// Asks until the last sample is as it should be.
async fn until(world: &World, fleet: i64, is_so: impl Fn(&FleetStates) -> bool) -> FleetStates {
    let deadline = tokio::time::Instant::now() + SOON;
    loop {
        let states = states(world, fleet, now_ms() - 60_000, 1).await;
        if is_so(&states) {
            return states;
        }
        assert!(tokio::time::Instant::now() < deadline, "{states:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn often(config: &mut PlatformConfig) {
    config.fleet_sample_interval = Duration::from_millis(20);
}

#[tokio::test]
async fn devices_are_counted_and_what_was_counted_outlives_a_restart() {
    let world = World::with(often).await;
    let fleet = world.fleet("counted").await;
    let empty = world.fleet("empty").await;
    let device = world.device(fleet, 'd').await;
    let release = world.release(fleet, 'c', b"a layer").await;
    let last_state = |states: &FleetStates| states.samples.last().map(|sample| sample.states.clone());
    let configuring = std::collections::BTreeMap::from([(DeviceStatus::Configuring, 1)]);
    let found = until(&world, fleet, |states| last_state(states) == Some(configuring.clone())).await;
    assert!(found.samples.is_sorted_by_key(|sample| sample.at));
    let of_empty = until(&world, empty, |states| !states.samples.is_empty()).await;
    assert!(of_empty.samples.iter().all(|sample| sample.states.is_empty() && sample.target.is_none()));

    let target = json!({ "should_be_running__release": release.id });
    assert_eq!(world.patch(&format!("/v7/application({fleet})"), &target).await.status, 200);
    let found = until(&world, fleet, |states| states.target.is_some_and(|target| target.release == release.id)).await;
    let sample = found.samples.last().unwrap();
    assert_eq!((sample.target, sample.following, sample.on_target), (Some(release.id), 1, 0));
    let runs = json!({ "is_running__release": release.id });
    assert_eq!(world.patch(&format!("/v7/device({})", device.id), &runs).await.status, 200);
    until(&world, fleet, |states| states.samples.last().is_some_and(|sample| sample.on_target == 1)).await;

    let folder = world.stop().await;
    let mut config = PlatformConfig::new(folder.path());
    config.admin_password = Some(support::PASSWORD.to_owned());
    let world = World::open(folder, config).await;
    let kept = states(&world, fleet, now_ms() - 60_000, 1).await;
    assert!(kept.samples.iter().any(|sample| sample.on_target == 1), "{kept:?}");
    assert_eq!(kept.target.map(|target| target.release), Some(release.id));
    world.stop().await;
}

#[tokio::test]
async fn slots_nobody_counted_in_are_left_out_and_old_samples_go() {
    let world = World::with(|config| config.fleet_sample_interval = Duration::from_hours(1)).await;
    let fleet = world.fleet("slots").await;
    let now = now_ms();
    let hour = 3_600_000;
    let count = |operational| Count { states: [(DeviceStatus::Operational, operational)].into(), ..Count::default() };
    let record = world.platform.store().write(move |connection| {
        // Nothing changed at the second moment, nobody counted two hours ago, and the first is too old by now.
        for (hours, counts) in
            [(50, vec![(fleet, count(9))]), (4, Vec::new()), (3, vec![(fleet, count(5))]), (1, Vec::new())]
        {
            fleet_samples::record(connection, Series::Minutes, now - hours * hour, &counts)?;
        }
        while fleet_samples::expire(connection, Series::Minutes, now)? {}
        Ok(())
    });
    record.await.unwrap();
    let found = states(&world, fleet, now - 5 * hour, 60).await;
    let seen: Vec<(i64, u64)> = found
        .samples
        .iter()
        // The server's own count, as it started, is of now.
        .filter(|sample| sample.at.millis() <= now - hour)
        .map(|sample| ((now - sample.at.millis()) / hour, sample.states.values().sum()))
        .collect();
    assert_eq!(seen, [(4, 9), (3, 5), (1, 5)]);
    world.stop().await;
}

#[tokio::test]
async fn an_answer_is_bounded_and_bad_questions_are_told_so() {
    let world = World::new().await;
    let fleet = world.fleet("bounded").await;
    let day = states(&world, fleet, now_ms() - 86_400_000, 1).await;
    assert!(day.every >= 57, "a day holds at most 1,500 samples: {}", day.every);
    let path = format!("/binnacle/v1/fleets/{fleet}/states");
    assert_eq!(world.get(&path).await.status, 200);
    assert_eq!(world.get(&format!("{path}?since=yesterday")).await.status, 400);
    assert_eq!(world.get("/binnacle/v1/fleets/999999/states").await.status, 404);
    assert_eq!(world.get("/binnacle/v1/fleets/x/states").await.status, 404);
    world.stop().await;
}
