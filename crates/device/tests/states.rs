//! What a device says of its services: at its end, at its start, and of those that have ended.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod stand_in;

use stand_in::{Agent, Api, State, UUID, image, messages, post, runs, status, supervisor};

const TICK: &str = "n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done";

/// The service's commit and status in the last report that speaks of services.
fn last(state: &State) -> (String, String) {
    let spoken = state.reports.iter().rev().find(|report| report.apps.is_some());
    spoken.and_then(|report| status(report, "web")).unwrap_or_default()
}

fn is(commit: &str, status: &str) -> (String, String) {
    (commit.to_owned(), status.to_owned())
}

#[tokio::test]
async fn the_end_is_reported_and_the_start_forgets_no_service() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let web = image::publish(state, "web1", TICK, 1_000);
        let worker = image::publish(state, "worker1", TICK, 1_000);
        image::release(state, "one", &[("web", &web), ("worker", &worker)]);
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("the release runs", |state| runs(state, "one")).await;
    agent.stop().await;
    api.with(|state| {
        assert_eq!(last(state), is("one", "Stopped"));
        state.reports.clear();
    });

    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("it runs again", |state| runs(state, "one")).await;
    agent.stop().await;
    api.with(|state| {
        for report in state.reports.iter().filter(|report| report.apps.is_some()) {
            assert!(status(report, "web").is_some() && status(report, "worker").is_some(), "{report:#?}");
            assert_eq!(report.apps.as_ref().unwrap()["app"].release_uuid.as_deref(), Some("one"));
        }
    });
}

#[tokio::test]
async fn a_service_that_has_ended_stays_so_until_it_is_started() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    let release = |state: &mut State, commit: &str, web: &str| {
        image::release(state, commit, &[("web", web)]);
        state.target[UUID]["apps"]["app"]["releases"][commit]["services"]["web"]["composition"]["restart"] =
            "no".into();
    };
    let web = api.with(|state| {
        let web = image::publish(state, "web1", "echo once", 1_000);
        release(state, "one", &web);
        web
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("it ended", |state| last(state) == is("one", "exited")).await;
    api.with(|state| release(state, "two", &web));
    api.until("the new release has it", |state| last(state).0 == "two").await;
    api.with(|state| assert_eq!(last(state), is("two", "exited")));

    let (link, secret) = (api.link().await, api.secret());
    let start = supervisor(&link, "/v2/applications/11/start-service", &secret, r#"{"serviceName":"web"}"#).await;
    assert_eq!(start.0, 200);
    api.until("it ran again", |state| messages(state).iter().filter(|message| *message == "once").count() == 2).await;
    let stop = supervisor(&link, "/v2/applications/11/stop-service", &secret, r#"{"serviceName":"web"}"#).await;
    assert_eq!(stop.0, 200);
    api.until("it was stopped", |state| last(state) == is("two", "Stopped")).await;
    agent.stop().await;
}

#[tokio::test]
async fn a_restart_is_carried_out_though_nobody_waits_for_it() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let slow = format!("trap 'sleep 0.5; exit' TERM; {TICK}");
        let web = image::publish(state, "web1", &slow, 1_000);
        image::release(state, "one", &[("web", &web)]);
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("it runs", |state| messages(state).iter().any(|message| message == "tick 1")).await;
    let (link, secret) = (api.link().await, api.secret());
    let asked = post(&link, "/v2/applications/11/restart-service", &secret, r#"{"serviceName":"web"}"#).await;
    api.until("it is being stopped", |state| last(state).1 == "Stopping").await;
    drop(asked);
    api.until("it runs again", |state| messages(state).iter().filter(|message| *message == "tick 1").count() == 2)
        .await;
    api.until("it says so", |state| last(state) == is("one", "Running")).await;
    agent.stop().await;
}

#[tokio::test]
async fn an_application_that_never_came_to_be_leaves_the_report() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let web = image::publish(state, "web1", TICK, 1_000);
        state.blobs.clear();
        image::release(state, "one", &[("web", &web)]);
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("it is downloaded in vain", |state| last(state) == is("one", "Downloading")).await;
    api.with(|state| state.target = serde_json::json!({ UUID: {"name": "d", "config": {}, "apps": {}} }));
    api.until("nothing is on its way", |state| {
        let apps = state.reports.iter().rev().find_map(|report| report.apps.as_ref());
        apps.and_then(|apps| apps.get("app")).is_none_or(|app| app.releases.is_empty())
    })
    .await;
    agent.stop().await;
}
