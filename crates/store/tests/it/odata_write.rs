//! Writing: fleets, devices, releases, tags, variables and keys, with the balena API's rules and words.

use crate::world::{World, id};
use serde_json::{Value, json};
use store::{OdataMethod, StoreError, Written};

/// The words of a refusal, with what kind it is.
fn refusal<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> (&'static str, String) {
    match outcome.unwrap_err() {
        StoreError::Rule { message } => ("rule", message),
        StoreError::Conflict { message } => ("conflict", message),
        StoreError::BadRequest { message } => ("bad request", message),
        StoreError::Forbidden => ("forbidden", String::new()),
        StoreError::NotFound { message } => ("not found", message),
        StoreError::Denied { message } => ("denied", message),
        error @ StoreError::WrongType { .. } => ("wrong type", error.to_string()),
        other => panic!("{other}"),
    }
}

fn changed(written: &Written) -> Vec<(&str, i64)> {
    written.changed.iter().map(|row| (row.resource, row.id)).collect()
}

#[tokio::test]
async fn a_fleet_from_its_making_to_its_end() {
    let w = World::new().await;
    let board = w.ask("device_type(slug='raspberrypi4-64')?$select=id").await[0]["id"].clone();
    let body = |name: &str| json!({"app_name": name, "organization": w.organization, "is_for__device_type": board});
    let fleet = w.post("application", body("Harbour_1")).await;
    assert_eq!(fleet["slug"], "harbour/harbour_1");
    assert_eq!(fleet["is_of__class"], "fleet");
    assert_eq!(fleet["should_be_running__release"], Value::Null);
    assert_eq!(fleet["uuid"].as_str().unwrap().len(), 32);
    let fleet = id(&fleet);
    let length = "It is necessary that each application has an app name that has a Length (Type) that is greater than or \
                  equal to 4 and is less than or equal to 100.";
    for (name, expected) in [
        ("abc", ("rule", length)),
        ("a b c", ("rule", "App name may only contain [a-zA-Z0-9_-].")),
        ("harbour_1", ("conflict", "\"slug\" must be unique.")),
    ] {
        let (kind, message) = refusal(w.try_post("application", body(name)).await);
        assert_eq!((kind, message.as_str()), expected);
    }
    let no_board = json!({"app_name": "fine", "organization": w.organization, "is_for__device_type": 99_999});
    assert_eq!(refusal(w.try_post("application", no_board).await).1, "Data is referenced by is_for__device_type.");
    let (kind, _) = refusal(w.try_post("application", json!({"app_name": "fine", "is_for__device_type": board})).await);
    assert_eq!(kind, "bad request");

    let written = w.patch(&format!("application({fleet})"), json!({"app_name": "Up_1"})).await.unwrap();
    assert_eq!(changed(&written), [("application", fleet)]);
    assert_eq!(w.ask(&format!("application({fleet})?$select=slug")).await[0]["slug"], "harbour/up_1");
    let nuc = w.ask("device_type(slug='intel-nuc')?$select=id").await[0]["id"].clone();
    let (_, message) = refusal(w.patch(&format!("application({fleet})"), json!({"is_for__device_type": nuc})).await);
    assert_eq!(message, "The new default device type should be of the same cpu architecture as the previous one.");
    let pi3 = w.ask("device_type(slug='raspberrypi3-64')?$select=id").await[0]["id"].clone();
    w.patch(&format!("application({fleet})"), json!({"is_for__device_type": pi3})).await.unwrap();
    w.delete(&format!("application({fleet})")).await.unwrap();
    assert_eq!(
        refusal(w.delete(&format!("application({fleet})")).await),
        ("not found", "Application(s) not found.".into())
    );
}

#[tokio::test]
async fn pins_targets_and_service_installs() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let other = w.fleet("fleet-2").await;
    let (old, _) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    let (new, _) = w.release(fleet, "b22", "2026-01-02T00:00:00Z", &["main", "side"]).await;
    let (foreign, _) = w.release(other, "c", "2026-01-02T00:00:00Z", &["main"]).await;
    let device = w.device(fleet, '1').await;
    let target =
        format!("device({device})?$select=id&$expand=should_be_running__release($select=id),service_install/$count");
    let running =
        |got: Value| (got[0]["should_be_running__release"][0]["id"].as_i64(), got[0]["service_install"].clone());
    assert_eq!(running(w.ask(&target).await), (Some(new), json!(2)));

    let written = w.patch(&format!("device({device})"), json!({"is_pinned_on__release": old})).await.unwrap();
    assert_eq!(changed(&written), [("device", device)]);
    assert_eq!(written.changed[0].application, Some(fleet));
    assert_eq!(running(w.ask(&target).await).0, Some(old));
    let again = w.patch(&format!("device({device})"), json!({"is_pinned_on__release": old})).await.unwrap();
    assert_eq!(changed(&again), [], "what is already so does not change");

    let (kind, message) =
        refusal(w.patch(&format!("device({device})"), json!({"is_pinned_on__release": foreign})).await);
    assert_eq!(kind, "rule");
    assert!(message.starts_with("It is necessary that each release that is pinned to a device, has a status"));
    let missing = w.patch(&format!("device({device})"), json!({"is_pinned_on__release": 99_999})).await;
    assert_eq!(refusal(missing).1, "Data is referenced by is_pinned_on__release.");
    assert_eq!(
        refusal(w.delete(&format!("release({old})")).await).1,
        "Unable to delete a release because device(s) are pinned to it."
    );
    assert_eq!(
        refusal(w.delete(&format!("release({new})")).await).1,
        "Unable to delete release 3.0.0 because it is the fleet's target release."
    );
    w.patch(&format!("device({device})"), json!({"is_pinned_on__release": null})).await.unwrap();

    let pin = json!({"should_be_running__release": old, "should_track_latest_release": false});
    let written = w.patch(&format!("application({fleet})"), pin).await.unwrap();
    assert_eq!(changed(&written), [("application", fleet), ("device", device)], "its followers have a new target");
    assert_eq!(running(w.ask(&target).await).0, Some(old));
    let (_, message) =
        refusal(w.patch(&format!("application({fleet})"), json!({"should_be_running__release": foreign})).await);
    assert!(message.ends_with("has a status that is equal to \"success\" and belongs to the application."));

    w.patch(&format!("device({device})"), json!({"belongs_to__application": other})).await.unwrap();
    assert_eq!(running(w.ask(&target).await), (Some(foreign), json!(1)));
    let (kind, _) = refusal(w.patch(&format!("device({device})"), json!({"should_be_running__release": old})).await);
    assert_eq!(kind, "bad request");
    assert_eq!(refusal(w.patch(&format!("device({device})"), json!({})).await).1, "No fields to update");
    let newline = w.patch(&format!("device({device})"), json!({"device_name": "a\nb"})).await;
    assert_eq!(refusal(newline).1, "Device name cannot contain any newline characters.");
}

#[tokio::test]
async fn releases_are_versioned_finalised_and_tracked() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let body = |commit: &str, semver: &str, start: u32, is_final: bool| {
        json!({"belongs_to__application": fleet, "commit": commit, "status": "success", "source": "cloud", "semver": semver,
            "is_final": is_final, "composition": {}, "start_timestamp": format!("2026-01-0{start}T00:00:00.000Z")})
    };
    let target = async |w: &World| {
        let rows =
            w.ask(&format!("application({fleet})?$select=id&$expand=should_be_running__release($select=commit)")).await;
        rows[0]["should_be_running__release"][0]["commit"].as_str().map(str::to_owned)
    };
    let a = w.post("release", body("a", "1.2.3", 1, true)).await;
    assert_eq!((&a["revision"], &a["raw_version"]), (&json!(0), &json!("1.2.3")));
    assert_eq!(a["start_timestamp"], "2026-01-01T00:00:00.000Z");
    assert_eq!(target(&w).await.as_deref(), Some("a"));
    let b = w.post("release", body("b", "1.2.3", 2, true)).await;
    assert_eq!(b["raw_version"], "1.2.3+rev1");
    assert_eq!(b["version"]["build"], json!(["rev1"]));
    let draft = w.post("release", body("c", "1.2.3", 3, false)).await;
    assert_eq!(draft["revision"], Value::Null);
    let raw = draft["raw_version"].as_str().unwrap();
    assert!(raw.starts_with("1.2.3-") && raw.len() == 19, "{raw}");
    assert_eq!(draft["version"]["raw"], draft["raw_version"]);
    assert_eq!(target(&w).await.as_deref(), Some("b"), "a draft is not tracked");
    let written = w.patch(&format!("release({})", id(&draft)), json!({"is_final": true})).await.unwrap();
    assert_eq!(changed(&written), [("application", fleet), ("release", id(&draft))]);
    assert_eq!(target(&w).await.as_deref(), Some("c"));
    let c = w.ask(&format!("release({})?$select=revision", id(&draft))).await;
    assert_eq!(c[0]["revision"], 2);
    assert_eq!(
        refusal(w.patch(&format!("release({})", id(&draft)), json!({"is_final": false})).await).1,
        "Finalized releases cannot be converted to draft."
    );
    let beta = w.post("release", body("d", "3.0.0-beta.1+build.5", 4, true)).await;
    assert_eq!(beta["raw_version"], "3.0.0-beta.1+build.5");
    assert_eq!(beta["semver"], beta["raw_version"]);
    assert_eq!(
        beta["version"],
        json!({"raw": "3.0.0-beta.1+build.5", "major": 3, "minor": 0, "patch": 0,
        "version": "3.0.0-beta.1", "prerelease": ["beta", "1"], "build": ["build", "5"]})
    );
    let invalid = json!({"is_invalidated": true, "invalidation_reason": "broken"});
    w.patch(&format!("release({})", id(&beta)), invalid).await.unwrap();
    assert_eq!(target(&w).await.as_deref(), Some("c"));
    assert_eq!(
        refusal(w.patch(&format!("release({})", id(&beta)), json!({"is_invalidated": false})).await).1,
        "It is necessary that each release that has an invalidation reason, is invalidated."
    );
    w.patch(&format!("release({})", id(&b)), json!({"semver": "2.0.0"})).await.unwrap();
    assert_eq!(w.ask(&format!("release({})?$select=raw_version", id(&b))).await[0]["raw_version"], "2.0.0");
    assert_eq!(refusal(w.patch("release(1)", json!({"semver": "x"})).await).1, "Invalid semver format");
    assert_eq!(refusal(w.patch("release(1)", json!({"phase": "nonsense"})).await).0, "rule");
    assert_eq!(refusal(w.try_post("release", body("a", "9.0.0", 1, true)).await).0, "rule");
}

#[tokio::test]
async fn tags_variables_and_keys() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    let tag = w.post("device_tag", json!({"device": device, "tag_key": "site", "value": "berlin"})).await;
    assert_eq!(tag["device"], json!({"__id": device}));
    let again = w.try_post("device_tag", json!({"device": device, "tag_key": "site", "value": "x"})).await;
    assert_eq!(refusal(again), ("conflict", "\"device\" and \"tag_key\" must be unique.".into()));
    let key = format!("device_tag(device={device},tag_key='site')");
    let rome = w.put(&key, json!({"value": "rome"})).await.unwrap();
    assert_eq!((changed(&rome), rome.changed[0].device), (vec![("device_tag", 1)], Some(device)));
    w.put(&format!("device_tag(device={device},tag_key='rack')"), json!({"value": ""})).await.unwrap();
    assert_eq!(w.ask("device_tag?$select=value&$orderby=tag_key asc").await, json!([{"value": ""}, {"value": "rome"}]));
    w.patch("device_tag?$filter=tag_key eq 'rack'", json!({"value": "8"})).await.unwrap();
    w.patch("device_tag(999)", json!({"value": "8"})).await.unwrap();
    for (key, message) in [
        ("a b", "Tag keys cannot contain whitespace."),
        ("io.balena.x", "Tag keys beginning with io.balena. are reserved."),
        (
            "",
            "It is necessary that each device tag has a tag key that has a Length (Type) that is greater than 0 and is less \
             than or equal to 100.",
        ),
    ] {
        let refused = w.try_post("device_tag", json!({"device": device, "tag_key": key, "value": ""})).await;
        assert_eq!(refusal(refused).1, message);
    }
    let variable = |resource: &'static str, name: &'static str, value: &'static str| {
        (resource, json!({"device": device, "name": name, "value": value}))
    };
    for ((resource, body), message) in [
        (
            variable("device_environment_variable", "1A", "x"),
            "Environment variable names can only contain alphanumeric characters and underscores.",
        ),
        (
            variable("device_environment_variable", "USER", "x"),
            "Environment variables RESIN, BALENA, USER are reserved",
        ),
        (
            variable("device_environment_variable", "BALENA_X", "x"),
            "Environment variables beginning with RESIN_, BALENA_ are reserved.",
        ),
        (variable("device_environment_variable", "B", "a\nb"), "Variable values cannot contain line break characters"),
        (
            variable("device_config_variable", "HELLO", "x"),
            "Configuration variables must be part of one of the following namespaces: RESIN_, BALENA_",
        ),
    ] {
        assert_eq!(refusal(w.try_post(resource, body).await), ("rule", message.to_owned()));
    }
    let (resource, body) = variable("device_environment_variable", "C", "it's \"ü\" \\ 100% & €");
    assert_eq!(w.post(resource, body.clone()).await["value"], body["value"]);
    assert_eq!(w.delete("device_tag?$filter=device/belongs_to__application eq 1").await.unwrap().changed.len(), 2);
}

#[tokio::test]
async fn strangers_and_observers_change_nothing() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    let name = json!({"device_name": "x"});
    let url = format!("device({device})");
    let by_stranger = w.write_as(w.stranger, OdataMethod::Patch, &url, name.clone()).await.unwrap();
    assert_eq!(by_stranger.changed, [], "a row one does not see is not there");
    assert_eq!(refusal(w.write_as(w.observer, OdataMethod::Patch, &url, name).await).0, "forbidden");
    let tag = json!({"device": device, "tag_key": "site", "value": "x"});
    assert_eq!(refusal(w.write_as(w.observer, OdataMethod::Post, "device_tag", tag.clone()).await).0, "forbidden");
    let by_stranger = w.write_as(w.stranger, OdataMethod::Post, "device_tag", tag).await;
    assert_eq!(refusal(by_stranger).1, "Data is referenced by device.", "a device one does not see is not there");
    assert_eq!(w.ask("device_tag/$count").await, json!(0), "what was refused is undone");
    let key = |user: i64| json!({"user": user, "title": "laptop", "public_key": "ssh-ed25519 AAAA me"});
    let store::Access::User { user, .. } = w.me else { panic!("a person") };
    w.post("user__has__public_key", key(user)).await;
    assert_eq!(refusal(w.try_post("user__has__public_key", key(user + 1)).await).0, "forbidden");
    assert_eq!(w.ask_as(w.observer, "user_public_key/$count").await.unwrap(), json!(0));
    for (body, kind) in [
        (json!([]), "wrong type"),
        (json!({"nope": 1}), "bad request"),
        (json!({"overall_status": "operational"}), "bad request"),
        (json!({"device_name": 5}), "wrong type"),
        (json!({"device_name": null}), "wrong type"),
    ] {
        assert_eq!(refusal(w.patch(&url, body).await).0, kind);
    }
}

#[tokio::test]
async fn a_device_writes_what_is_its_own() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    let (mine, other) = (w.device(fleet, '1').await, w.device(fleet, '2').await);
    let me = store::Access::Device { device: mine, actor: 1 };
    let write = |method, url, body: Value| w.write_as(me, method, url, body);
    let (own, others) = (format!("device({mine})"), format!("device({other})"));
    write(OdataMethod::Patch, &own, json!({"device_name": "ford-120", "note": "x"})).await.unwrap();
    assert_eq!(w.ask(&format!("device({mine})?$select=device_name")).await[0]["device_name"], "ford-120");
    let unseen = write(OdataMethod::Patch, &others, json!({"device_name": "x"})).await.unwrap();
    assert_eq!(unseen.changed, [], "another device is not there");
    let moving = json!({"device_name": "x", "belongs_to__application": fleet});
    assert_eq!(refusal(write(OdataMethod::Patch, &own, moving).await).0, "forbidden");
    assert_eq!(refusal(write(OdataMethod::Delete, "device", Value::Null).await).0, "forbidden");
    let tag = |device: i64| json!({"device": device, "tag_key": "site", "value": "x"});
    write(OdataMethod::Post, "device_tag", tag(mine)).await.unwrap();
    assert_eq!(refusal(write(OdataMethod::Post, "device_tag", tag(other)).await).0, "forbidden");
    write(OdataMethod::Delete, "device_tag", Value::Null).await.unwrap();
    let variable = json!({"device": mine, "name": "RESIN_X", "value": "1"});
    write(OdataMethod::Post, "device_config_variable", variable).await.unwrap();
    let removal = write(OdataMethod::Delete, "device_config_variable", Value::Null).await;
    assert_eq!(refusal(removal).0, "forbidden", "what the fleet's people configure stays");
    let install = json!({"service_install": 1, "name": "A", "value": "1"});
    write(OdataMethod::Post, "device_service_environment_variable", install).await.unwrap();
    let fleets = json!({"application": fleet, "tag_key": "a", "value": ""});
    assert_eq!(refusal(write(OdataMethod::Post, "application_tag", fleets).await).0, "forbidden");
}
