//! From what is installed and wanted to what has to happen.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn target(commit: &str, services: &[(&str, &str)]) -> DeviceTarget {
    let services: serde_json::Map<_, _> = services
        .iter()
        .enumerate()
        .map(|(id, (name, image))| {
            ((*name).to_owned(), json!({"id": id, "image_id": id, "image": format!("r/v2/{image}")}))
        })
        .collect();
    let releases = json!({ commit: {"id": 1, "services": services} });
    let app = json!({"id": 11, "name": "greenhouse", "class": "fleet", "is_host": false, "releases": releases});
    let host = json!({"id": 12, "name": "os", "class": "app", "is_host": true, "releases": {}});
    serde_json::from_value(json!({"name": "d", "config": {}, "apps": {"app": app, "host": host}})).unwrap()
}

/// What the plans towards a target leave behind when they have been carried out.
fn carry_out(installed: &mut Installed, wanted: &DeviceTarget) {
    for plan in plans(installed, wanted) {
        if plan.leaves {
            installed.apps.remove(&plan.uuid);
            continue;
        }
        let app = installed.apps.entry(plan.uuid).or_default();
        (app.id, app.name, app.commit) = (plan.id, plan.name, plan.commit);
        app.services.retain(|name, _| !plan.removed.contains(name));
        app.services.extend(plan.adopted);
        app.services.extend(plan.started);
    }
}

#[test]
fn a_new_release_replaces_what_differs_and_adopts_what_does_not() {
    let mut installed = Installed::default();
    let wanted = target("one", &[("web", "w1"), ("db", "d"), ("old", "o")]);
    let first = plans(&installed, &wanted);
    assert_eq!((first.len(), first[0].kills, first[0].started.len()), (1, false, 3));
    carry_out(&mut installed, &wanted);
    let plan = plans(&installed, &target("two", &[("web", "w2"), ("db", "d"), ("new", "n")])).remove(0);
    assert_eq!(plan.started.keys().collect::<Vec<_>>(), ["new", "web"]);
    assert_eq!(plan.adopted.keys().collect::<Vec<_>>(), ["db"]);
    assert_eq!(plan.removed, ["old"]);
    assert!(plan.kills && plan.ended_first.is_empty());
}

#[test]
fn a_fleet_without_a_release_ends_its_services_and_a_left_fleet_goes() {
    let mut installed = Installed::default();
    let wanted = target("one", &[("web", "w")]);
    carry_out(&mut installed, &wanted);
    let mut empty = wanted.clone();
    empty.apps.get_mut("app").unwrap().releases.clear();
    let plan = plans(&installed, &empty).remove(0);
    assert_eq!((plan.removed.as_slice(), plan.commit, plan.leaves), (&["web".to_owned()][..], None, false));
    let mut left = wanted;
    left.apps.clear();
    let plan = plans(&installed, &left).remove(0);
    assert!(plan.leaves && plan.kills);
    carry_out(&mut installed, &left);
    assert_eq!(installed, Installed::default());
}

#[test]
fn the_label_decides_when_the_old_service_ends() {
    let mut installed = Installed::default();
    carry_out(&mut installed, &target("one", &[("web", "w1")]));
    let mut wanted = target("two", &[("web", "w2")]);
    let release = wanted.apps.get_mut("app").unwrap().releases.get_mut("two").unwrap();
    let labels = &mut release.services.get_mut("web").unwrap().labels;
    labels.insert("io.balena.update.strategy".into(), "delete-then-download".into());
    assert_eq!(plans(&installed, &wanted)[0].ended_first, [("web".to_owned(), true)]);
}

#[test]
fn names_that_are_paths_are_no_services() {
    let plans =
        plans(&Installed::default(), &target("one", &[("../web", "w"), (".x", "w"), ("a/b", "w"), ("ok-1", "w")]));
    assert_eq!(plans[0].started.keys().collect::<Vec<_>>(), ["ok-1"]);
}

#[test]
fn locks_are_overridden_by_configuration() {
    let config = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
    assert!(overrides_locks(&config("BALENA_SUPERVISOR_OVERRIDE_LOCK", "1")));
    assert!(overrides_locks(&config("RESIN_OVERRIDE_LOCK", "true")));
    assert!(!overrides_locks(&config("BALENA_SUPERVISOR_OVERRIDE_LOCK", "0")));
    assert!(!overrides_locks(&config("OVERRIDE_LOCK", "1")));
}

proptest! {
    /// Whatever was installed: carrying out a plan leaves nothing to do.
    #[test]
    fn one_pass_is_enough(passes in prop::collection::vec(prop::collection::btree_map("[a-d]", "[x-z]", 0..4), 1..5)) {
        let mut installed = Installed::default();
        for (number, services) in passes.iter().enumerate() {
            let services: Vec<_> = services.iter().map(|(name, image)| (name.as_str(), image.as_str())).collect();
            let wanted = target(&format!("c{number}"), &services);
            carry_out(&mut installed, &wanted);
            prop_assert_eq!(plans(&installed, &wanted), []);
        }
    }
}
