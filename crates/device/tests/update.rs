//! An agent from registration to an update, with real processes, files and sockets.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod stand_in;

use std::num::NonZeroU64;

use model::update_status::UpdateStatus;
use stand_in::{Agent, Api, FLEET_KEY, image, messages, runs, status, supervisor};

const TICK: &str = "echo started $MODE $FROM_IMAGE $BALENA_SERVICE_NAME; echo oops >&2; n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done";

#[tokio::test]
async fn a_device_enters_its_fleet_and_follows_its_target() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let web = image::publish(state, "web1", TICK, 200_000);
        let worker = image::publish(state, "worker1", TICK, 1_000);
        image::release(state, "one", &[("web", &web), ("worker", &worker)]);
    });
    let agent = Agent::start(&api, folder.path(), |config| config.download_rate = NonZeroU64::new(400_000));
    api.until("the first release runs", |state| runs(state, "one")).await;

    // The key is forgotten, the device's own is kept.
    let identity = std::fs::read_to_string(folder.path().join("device.json")).unwrap();
    assert!(!identity.contains(FLEET_KEY) && identity.contains(&api.with(|state| state.device_key.clone().unwrap())));

    // States came in order, progress rose strictly, and the release counted only when it ran.
    api.with(|state| {
        let mut states: Vec<String> =
            state.reports.iter().filter_map(|report| status(report, "web")).map(|(_, status)| status).collect();
        states.dedup();
        assert_eq!(states, ["Downloading", "Downloaded", "Installing", "Installed", "Starting", "Running"]);
        let progress = state.reports.iter().filter_map(|report| {
            report.apps.as_ref()?.get("app")?.releases.get("one")?.services.get("web")?.download_progress.flatten()
        });
        let mut progress: Vec<f64> = progress.collect();
        progress.dedup();
        assert!(progress.len() >= 5 && progress.is_sorted_by(|a, b| a < b), "{progress:?}");
        let apps = state.reports.iter().filter_map(|report| report.apps.as_ref()?.get("app"));
        let updates: Vec<_> = apps.map(|app| (app.release_uuid.clone(), app.releases["one"].update_status)).collect();
        assert!(updates.iter().any(|(_, update)| *update == Some(UpdateStatus::Downloaded)));
        assert!(updates.iter().all(|(release, update)| release.is_none() || *update == Some(UpdateStatus::Done)));
        let first = &state.reports[0];
        assert_eq!((first.api_port, first.api_secret.as_ref().map(String::len)), (Some(48_484), Some(32)));
        assert!(first.memory_total.is_some() && first.storage_total.is_some());
    });

    // Every line of both services, with ids and streams, and the supervisor's own.
    api.until("logs of both services", |state| {
        let says = |service, message: &str| {
            let mut lines = state.logs.values().flatten();
            lines.any(|line| line.service_id == Some(service) && line.message == message)
        };
        says(1, "started test yes web") && says(2, "tick 3") && messages(state).iter().any(|m| m.starts_with("Started"))
    })
    .await;
    api.with(|state| {
        let oops = state.logs.values().flatten().find(|line| line.message == "oops").unwrap().clone();
        assert!(oops.is_std_err && !oops.is_system);
    });

    // A second release with one new image: the other service goes on.
    api.with(|state| {
        state.reports.clear();
        let web = image::publish(state, "web2", TICK, 1_000);
        image::release(state, "two", &[("web", &web), ("worker", "registry.example/v2/worker1")]);
    });
    api.until("the second release runs", |state| runs(state, "two")).await;
    api.with(|state| {
        let old_until_done = state.reports.iter().filter_map(|report| report.apps.as_ref()?.get("app")).all(|app| {
            let two = app.releases.get("two").and_then(|release| release.update_status);
            app.release_uuid.as_deref() == Some("one") || two == Some(UpdateStatus::Done)
        });
        assert!(old_until_done);
        assert!(messages(state).iter().filter(|m| m.starts_with("Starting service 'worker")).count() == 1);
    });
    let killed = |m: &String| m.starts_with("Killed service 'web registry.example/v2/web1");
    api.until("the log of the exchange", |state| messages(state).iter().any(killed)).await;
    agent.stop().await;
}

#[tokio::test]
async fn what_breaks_off_is_resumed_and_nothing_is_logged_twice() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let web = image::publish(state, "web1", TICK, 300_000);
        image::release(state, "one", &[("web", &web)]);
        state.break_after = Some(120_000);
        state.forget_answers = 3;
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("a try that resumed", |state| !state.ranges.is_empty()).await;
    agent.kill().await;
    // Another agent on the same folder goes on with what is there.
    let had = api.with(|state| {
        state.break_after = None;
        std::mem::take(&mut state.ranges).len()
    });
    assert!(had > 0);
    let agent = Agent::start(&api, folder.path(), |config| config.provisioning_key = None);
    api.until("the release runs", |state| runs(state, "one")).await;
    api.until("ticks", |state| messages(state).iter().any(|message| message == "tick 20")).await;
    api.with(|state| {
        let ticks: Vec<String> = messages(state).into_iter().filter(|message| message.starts_with("tick")).collect();
        let expected: Vec<String> = (1..=ticks.len()).map(|n| format!("tick {n}")).collect();
        assert_eq!(ticks, expected);
    });
    agent.stop().await;
}

#[tokio::test]
async fn an_update_lock_holds_the_update_until_it_is_forced() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    api.with(|state| {
        let web = image::publish(state, "web1", &format!("touch \"$BALENA_APP_LOCK_PATH\"; {TICK}"), 1_000);
        image::release(state, "one", &[("web", &web)]);
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("the lock is there", |state| messages(state).iter().any(|message| message == "tick 1")).await;
    api.with(|state| {
        let web = image::publish(state, "web2", TICK, 1_000);
        image::release(state, "two", &[("web", &web)]);
    });
    api.until("the update waits", |state| {
        messages(state).iter().any(|message| {
            message
                == "Updates are locked, retrying in 1s. Reason: Lockfile exists for { serviceName: 'web', appId: 11 }"
        })
    })
    .await;
    api.with(|state| {
        let app = state.reports.iter().rev().find_map(|report| report.apps.as_ref()).unwrap()["app"].clone();
        assert_eq!(app.release_uuid.as_deref(), Some("one"));
        assert_eq!(app.releases["two"].update_status, Some(UpdateStatus::Downloaded));
        assert_eq!(app.releases["two"].services["web"].status.as_ref().unwrap().as_str(), "Downloaded");
    });
    let link = api.link().await;
    let secret = api.secret();
    let ask = async |path: &str, body: &'static str| supervisor(&link, path, &secret, body).await;
    assert_eq!(ask("/v1/reboot", "{}").await.0, 423);
    assert_eq!(ask("/v1/restart", r#"{"appId":11}"#).await.0, 423);
    assert_eq!(supervisor(&link, "/v1/update", "wrong", "").await.0, 401);
    assert_eq!(ask("/v1/update", r#"{"force":true}"#).await.0, 204);
    api.until("the update was forced", |state| runs(state, "two")).await;

    assert_eq!(ask("/v2/applications/11/stop-service", r#"{"serviceName":"web"}"#).await, (200, "OK".into()));
    api.until("it stopped", |state| status(state.reports.last().unwrap(), "web").is_some_and(|s| s.1 == "Stopped"))
        .await;
    assert_eq!(ask("/v2/applications/11/start-service", r#"{"imageId":101}"#).await.0, 200);
    api.until("it runs", |state| runs(state, "two")).await;
    assert_eq!(ask("/v2/applications/11/restart-service", r#"{"serviceName":"none"}"#).await.0, 404);
    let purge = ask("/v1/purge", r#"{"appId":11}"#).await;
    assert_eq!(purge, (200, r#"{"Data":"OK","Error":null}"#.into()));

    api.with(|state| state.reports.clear());
    assert_eq!(ask("/v1/reboot", "{}").await.0, 202);
    api.until("it came back", |state| runs(state, "two") && state.link.as_ref().is_some_and(|link| !link.is_closed()))
        .await;
    agent.stop().await;
}
