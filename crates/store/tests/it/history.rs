//! What is kept of a device's past: who did what, what it went through, and samples of its metrics.

use std::time::Duration;

use crate::world::World;
use model::heartbeat::HeartbeatState;
use serde_json::{Value, json};
use store::device_history::{self, Event, Sort};
use store::device_metrics::{self, Span};
use store::report_body::Report;
use store::report_pace::Pace;
use store::{Doer, connectivity, state_report};

async fn events(w: &World, device: i64, sort: Option<Sort>) -> Vec<Event> {
    w.store.read(move |c| device_history::read(c, device, sort, None, 1_000)).await.unwrap()
}

/// `kind subject was > became doer user`, newest first.
async fn told(w: &World, device: i64, sort: Sort) -> Vec<String> {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let found = events(w, device, Some(sort)).await;
    found
        .iter()
        .map(|e| {
            let (subject, was, became, user) = (word(&e.subject), word(&e.was), word(&e.became), word(&e.user));
            format!("{} {subject} {was} > {became} {} {user}", e.kind, e.doer)
        })
        .collect()
}

async fn report(w: &World, device: i64, body: Value) {
    let report = Report::read(&body).unwrap();
    let pace = Pace::new(Duration::ZERO, Duration::ZERO);
    w.store.write(move |c| state_report::apply(c, device, &report, &pace)).await.unwrap();
}

#[tokio::test]
async fn each_write_says_who_did_what_and_no_value_of_a_variable() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, _) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    let device = w.device(fleet, '1').await;
    w.patch(&format!("device({device})"), json!({"device_name": "ford"})).await.unwrap();
    w.patch(&format!("device({device})"), json!({"note": "by the mill"})).await.unwrap();
    w.patch(&format!("device({device})"), json!({"is_pinned_on__release": release})).await.unwrap();
    let tag = format!("device_tag(device={device},tag_key='site')");
    w.put(&tag, json!({"value": "north"})).await.unwrap();
    w.put(&tag, json!({"value": "south"})).await.unwrap();
    w.put(&tag, json!({"value": "south"})).await.unwrap();
    w.delete(&tag).await.unwrap();
    let secret = json!({"device": device, "name": "TOKEN", "value": "s3cret"});
    let row = w.post("device_environment_variable", secret).await;
    let id = row["id"].as_i64().unwrap();
    w.patch(&format!("device_environment_variable({id})"), json!({"value": "0ther"})).await.unwrap();
    w.delete(&format!("device_environment_variable({id})")).await.unwrap();
    let told = told(&w, device, Sort::Done).await;
    assert_eq!(
        told[..told.len() - 1],
        [
            "variable TOKEN set > - user me",
            "variable TOKEN set > changed user me",
            "variable TOKEN - > set user me",
            "tag site south > - user me",
            "tag site north > south user me",
            "tag site - > north user me",
            "pin - - > 2.0.0 user me",
            "note - - > by the mill user me",
            told[8].as_str(),
        ]
    );
    assert!(told[8].starts_with("name - ") && told[8].ends_with(" > ford user me"), "{}", told[8]);
    assert!(told[9].starts_with("registered - - > fleet-1"), "{}", told[9]);
    assert!(!told.join("\n").contains("s3cret"));

    w.delete(&format!("device({device})")).await.unwrap();
    assert_eq!(events(&w, device, None).await, [], "its history goes with the device");
}

#[tokio::test]
async fn what_failed_is_not_told_and_what_a_device_says_is_its_own() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    let before = events(&w, device, None).await.len();
    w.patch(&format!("device({device})"), json!({"device_name": "a\nb"})).await.unwrap_err();
    assert_eq!(events(&w, device, None).await.len(), before);
    report(&w, device, json!({"os_version": "balenaOS 6.6.0", "cpu_usage": 20})).await;
    w.store.write(move |c| connectivity::set_heartbeat(c, device, HeartbeatState::Online, 1)).await.unwrap();
    w.store.write(move |c| connectivity::set_heartbeat(c, device, HeartbeatState::Timeout, 2)).await.unwrap();
    w.store.write(move |c| connectivity::set_heartbeat(c, device, HeartbeatState::Online, 3)).await.unwrap();
    w.store.write(move |c| connectivity::link_up(c, device, 4)).await.unwrap();
    let told = told(&w, device, Sort::State).await;
    assert_eq!(told.last().unwrap(), "os_version - balenaOS 6.5.0 > balenaOS 6.6.0 device -");
    assert_eq!(
        told[..2],
        ["link - 0 > 1 server -".to_owned(), "heartbeat - unknown > online server -".to_owned()],
        "a late poll is no news"
    );
}

#[tokio::test]
async fn what_people_did_is_not_pushed_out_by_a_device_that_comes_and_goes() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    w.patch(&format!("device({device})"), json!({"device_name": "ford"})).await.unwrap();
    w.store
        .write(move |c| {
            for at in 0..600 {
                connectivity::link_up(c, device, at)?;
                connectivity::link_down(c, device, at)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(events(&w, device, Some(Sort::State)).await.len(), 500);
    assert!(told(&w, device, Sort::Done).await[0].ends_with("> ford user me"));
    let acted = move |c: &_| device_history::acted(c, device, Doer::Server, "reboot", None, "done");
    assert_eq!(w.store.write(acted).await.unwrap().len(), 1);
    assert_eq!(told(&w, device, Sort::Done).await[0], "action reboot - > done server -");
}

#[tokio::test]
async fn metrics_are_sampled_in_a_ring_with_their_peaks() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    for (cpu, memory) in [(20, 100), (80, 200), (40, 150)] {
        report(&w, device, json!({"cpu_usage": cpu, "memory_usage": memory})).await;
    }
    report(&w, device, json!({"os_variant": "prod"})).await;
    let now = store::clock::now_ms();
    let day = w.store.read(move |c| device_metrics::read(c, device, Span::Day, now)).await.unwrap();
    let week = w.store.read(move |c| device_metrics::read(c, device, Span::Week, now)).await.unwrap();
    // Five minutes may have begun in between.
    assert!((1..=2).contains(&day.len()) && (1..=2).contains(&week.len()), "{day:?} {week:?}");
    assert_eq!(day.iter().filter_map(|one| one.cpu_usage).max(), Some(80), "the peak");
    assert_eq!(day.last().and_then(|one| one.memory_usage), Some(150), "the last");
    let later = now + 25 * 3_600_000;
    assert_eq!(w.store.read(move |c| device_metrics::read(c, device, Span::Day, later)).await.unwrap(), []);
}
