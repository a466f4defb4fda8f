//! The change bus: what is written is heard of, in order, from where one was, by those who may see it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use binnacle_platform::bus::changes::{Changes, Event};
use serde_json::json;
use support::{SOON, World};
use tokio::time::timeout;
use wire::change::Change;

/// Reads until a change of this resource comes.
async fn until(changes: &mut Changes, resource: &str) -> Change {
    loop {
        match timeout(SOON, changes.next()).await.unwrap().unwrap() {
            Event::Changed(found) => {
                if let Some(found) = found.into_iter().find(|change| change.resource == resource) {
                    return found;
                }
            }
            Event::Reset => panic!("nothing was lost"),
        }
    }
}

#[tokio::test]
async fn a_reader_resumes_where_it_was() {
    let world = World::new().await;
    let mut changes = world.platform.changes(&world.token, None).await.unwrap();
    let fleet = world.fleet("bus-fleet").await;
    assert_eq!(until(&mut changes, "application").await.id, fleet);
    let cursor = changes.cursor();
    drop(changes);
    let device = world.device(fleet, 'a').await;
    let mut changes = world.platform.changes(&world.token, Some(&cursor)).await.unwrap();
    let registered = until(&mut changes, "device").await;
    assert_eq!((registered.id, registered.device, registered.application), (device.id, Some(device.id), Some(fleet)));
    world.patch(&format!("/v7/device({})", device.id), &json!({ "note": "hello" })).await;
    assert!(until(&mut changes, "device").await.sequence > registered.sequence);
    world.http.send("DELETE", &format!("/v7/application({fleet})"), Some(&world.token), None).await;
    assert_eq!(until(&mut changes, "application").await.id, fleet);

    let stranger = wire::live::Cursor { epoch: "of another run".to_owned(), sequence: 1 };
    let mut changes = world.platform.changes(&world.token, Some(&stranger)).await.unwrap();
    assert_eq!(timeout(SOON, changes.next()).await.unwrap(), Some(Event::Reset));
    assert!(world.platform.changes("wrong", None).await.is_err());
    assert!(world.platform.changes(&device.key, None).await.is_err());
    world.platform.shutdown().await;
    assert_eq!(timeout(SOON, changes.next()).await.unwrap(), None);
}

#[tokio::test]
async fn nobody_hears_of_fleets_they_do_not_see() {
    let world = World::new().await;
    let stranger = world.stranger().await;
    let mut changes = world.platform.changes(&stranger, None).await.unwrap();
    let mut mine = world.platform.changes(&world.token, None).await.unwrap();
    let fleet = world.fleet("hidden-fleet").await;
    let device = world.device(fleet, 'a').await;
    until(&mut mine, "device").await;
    let heard = tokio::select! {
        biased;
        heard = changes.next() => heard,
        () = tokio::task::yield_now() => None,
    };
    assert_eq!(heard, None);
    let rows = world.http.get("/v7/device?$select=id", Some(&stranger)).await;
    assert_eq!(rows.short(), r#"200 {"d":[]}"#);
    let logs = world.http.get(&format!("/device/v2/{}/logs", device.uuid), Some(&stranger)).await;
    assert_eq!(logs.status, 404);
    let asked = world.http.post("/supervisor/v1/blink", Some(&stranger), &json!({ "uuid": device.uuid })).await;
    assert_eq!(asked.status, 404);
}

#[tokio::test]
async fn a_poll_waits_for_a_change_and_answers_from_its_position_on() {
    let world = World::new().await;
    let poll = async |query: &str| {
        let answer = world.http.send("GET", &format!("{}{query}", wire::change::PATH), Some(&world.token), None).await;
        assert_eq!(answer.status, 200, "{query}");
        serde_json::from_value::<wire::change::Changes>(answer.json()).unwrap()
    };
    let now = poll("").await;
    assert!(!now.reset && now.changes.is_empty());
    let from = |cursor: &wire::live::Cursor| format!("?epoch={}&sequence={}", cursor.epoch, cursor.sequence);
    assert_eq!(poll(&from(&now.cursor)).await, now, "nothing changed, nobody waited");

    let waiting = format!("{}&wait=50", from(&now.cursor));
    let (found, fleet) = tokio::join!(poll(&waiting), world.fleet("polled-fleet"));
    assert_eq!((found.changes[0].resource.as_str(), found.changes[0].id), ("application", fleet));
    assert!(poll("?epoch=another&sequence=1").await.reset, "a position of another run");
    for bad in ["?epoch=e", "?sequence=1", "?epoch=e&sequence=-1", "?epoch=e&sequence=1&wait=soon"] {
        let path = format!("{}{bad}", wire::change::PATH);
        assert_eq!(world.http.send("GET", &path, Some(&world.token), None).await.status, 400, "{bad}");
    }
    assert_eq!(world.http.send("GET", wire::change::PATH, None, None).await.status, 401);
}
