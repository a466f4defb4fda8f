//! Why a device does not run its target yet: the steps in causal order, where it stopped, and what unblocks it.

use crate::device::DeviceDetail;
use crate::figure::{percent, used_of};
use crate::heartbeat::HeartbeatState;
use crate::release::{Release, ReleaseState};
use crate::service_status::ServiceStatus;
use crate::update_status::UpdateStatus;

/// From this share of its storage on an update is likely to fail for want of room.
const FULL: f64 = 0.95;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Done,
    /// Under way: nothing to do but wait.
    Busy,
    /// It stops here, by an update lock.
    Locked,
    /// It stops here.
    Stopped,
    /// Comes after what stops.
    Later,
}

/// One step with its proof, and where that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub mark: Mark,
    pub claim: String,
    pub proof: String,
    /// The field or the place, as the API or the device calls it.
    pub source: &'static str,
}

/// The one thing that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    OverrideLock,
    CheckForUpdate,
    ChooseRelease,
    OpenTerminal,
    ShowLogs,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub steps: Vec<Step>,
    /// One sentence.
    pub summary: &'static str,
    pub way_out: Option<WayOut>,
}

/// None when the device runs its target. `target` is the target release as read, when it has been; `ago` writes a
/// duration in milliseconds ("41 s").
pub fn why(detail: &DeviceDetail, target: Option<&Release>, now: i64, ago: fn(i64) -> String) -> Option<Why> {
    let device = &detail.device;
    let Some(goal) = &device.target else {
        return device.running.is_none().then(|| {
            let step =
                stop("No release is its target", "The fleet has no release yet, or none that is finalised.", TARGET);
            ended(vec![step], "A release has to be made, or chosen, first.", Some(WayOut::ChooseRelease))
        });
    };
    if !device.is_off_target() {
        return None;
    }
    let policy = if device.pinned.is_some() {
        "The device is pinned to it, whatever its fleet runs."
    } else {
        "The fleet's target; the device has no pin of its own."
    };
    let mut steps = vec![done(format!("The target is {}", goal.label), policy.to_owned(), TARGET)];
    let release = target.filter(|release| release.id == goal.id);
    if let Some(problem) = release.and_then(release_problem) {
        steps.push(stop("The release cannot be installed", problem, "release.status"));
        return Some(ended(steps, "Another release has to be chosen.", Some(WayOut::ChooseRelease)));
    }
    if release.is_some() {
        steps.push(done("The release is ready".to_owned(), "Built, valid.".to_owned(), "release.status"));
    }
    let is_heard = matches!(device.heartbeat, HeartbeatState::Online | HeartbeatState::Timeout);
    if !is_heard && !device.is_connected_to_vpn {
        let since = device.link_changed_at.max(device.heartbeat_changed_at);
        let proof = match since {
            Some(at) => {
                format!("Last heard of {} ago; it asks for its target as soon as it is back.", ago(now - at.millis()))
            }
            None => "It was never heard of; it asks for its target at its first contact.".to_owned(),
        };
        steps.push(stop("The device is out of reach", proof, "api_heartbeat_state"));
        return Some(ended(steps, "Nothing can be done from here until it is back.", None));
    }
    steps.push(done(
        "The device is heard of".to_owned(),
        "It asks for its target at every poll.".to_owned(),
        "api_heartbeat_state",
    ));
    if device.update_status == Some(UpdateStatus::Rejected) {
        steps.push(stop(
            "The device rejected the release",
            "What the release requires (its contract) the device does not have.",
            UPDATE,
        ));
        return Some(ended(steps, "Choose a release that fits this device.", Some(WayOut::ChooseRelease)));
    }
    if let Some(full) = full_disk(detail) {
        steps.push(stop("The disk is nearly full", format!("{full} used: images may not find room."), "storage_usage"));
        return Some(ended(steps, "Room has to be made on the device.", Some(WayOut::OpenTerminal)));
    }
    Some(update(detail, steps, now, ago))
}

/// From the first byte to the exchange.
fn update(detail: &DeviceDetail, mut steps: Vec<Step>, now: i64, ago: fn(i64) -> String) -> Why {
    let since = detail.update_changed_at.map(|at| ago(now - at.millis()));
    let long = since.map(|since| format!(" for {since}")).unwrap_or_default();
    let then = Step {
        mark: Mark::Later,
        claim: "Then: stop the old services, start the new ones".to_owned(),
        proof: "By each service's update strategy. No reboot.".to_owned(),
        source: "io.balena.update.strategy",
    };
    let moving = detail.services.iter().filter(|service| service.status == ServiceStatus::Downloading).count();
    match detail.device.update_status {
        Some(UpdateStatus::Downloading) => {
            let progress =
                detail.device.progress.map(|share| format!(" {}", percent(f64::from(share)))).unwrap_or_default();
            let proof = format!("{moving} of {} services on their way{long}.", detail.services.len());
            steps.push(Step {
                mark: Mark::Busy,
                claim: format!("Downloading{progress}"),
                proof,
                source: "image_install",
            });
            steps.push(then);
            ended(steps, "Nothing stops it: it downloads.", None)
        }
        Some(UpdateStatus::Downloaded) => {
            steps.push(done(
                "All images are downloaded".to_owned(),
                "Nothing is left to pull.".to_owned(),
                "image_install",
            ));
            steps.push(Step {
                mark: Mark::Locked,
                claim: "Stopped here: an update lock is held".to_owned(),
                proof: format!("A service asked not to be interrupted, and the device waits{long}."),
                source: "/tmp/balena/updates.lock",
            });
            steps.push(then);
            ended(
                steps,
                "One thing unblocks it: overriding the lock interrupts what holds it.",
                Some(WayOut::OverrideLock),
            )
        }
        Some(UpdateStatus::ApplyingChanges) => {
            steps.push(done(
                "All images are downloaded".to_owned(),
                "Nothing is left to pull.".to_owned(),
                "image_install",
            ));
            let failing = detail.services.iter().find(|service| {
                matches!(service.status, ServiceStatus::Exited | ServiceStatus::Dead | ServiceStatus::Restarting)
            });
            if let Some(service) = failing {
                let claim = format!("{} does not stay up", service.name);
                steps.push(stop(
                    claim,
                    format!("It is {}: its log says why.", service.status.label().to_lowercase()),
                    "image_install.status",
                ));
                return ended(steps, "The service's log says what it stumbles over.", Some(WayOut::ShowLogs));
            }
            let proof = format!("The device exchanges its services{long}.");
            steps.push(Step { mark: Mark::Busy, claim: "Applying changes".to_owned(), proof, source: UPDATE });
            ended(steps, "Nothing stops it: it is under way.", None)
        }
        Some(UpdateStatus::Aborted) => {
            steps.push(stop(
                "The device gave the update up",
                format!("It said so{long} and tries again by itself."),
                UPDATE,
            ));
            steps.push(then);
            ended(steps, "Asking it to check now makes it try again.", Some(WayOut::CheckForUpdate))
        }
        Some(UpdateStatus::Done | UpdateStatus::Rejected) | None => {
            steps.push(stop(
                "It has not begun",
                "The device has not reported anything about this release yet.",
                UPDATE,
            ));
            steps.push(then);
            ended(
                steps,
                "It begins at its next poll; asking it to check does not wait for that.",
                Some(WayOut::CheckForUpdate),
            )
        }
    }
}

const TARGET: &str = "should_be_running__release";
const UPDATE: &str = "update_status";

const fn done(claim: String, proof: String, source: &'static str) -> Step {
    Step { mark: Mark::Done, claim, proof, source }
}

fn stop(claim: impl Into<String>, proof: impl Into<String>, source: &'static str) -> Step {
    Step { mark: Mark::Stopped, claim: claim.into(), proof: proof.into(), source }
}

const fn ended(steps: Vec<Step>, summary: &'static str, way_out: Option<WayOut>) -> Why {
    Why { steps, summary, way_out }
}

const fn release_problem(release: &Release) -> Option<&'static str> {
    if release.is_invalidated {
        return Some("It was invalidated.");
    }
    match release.state {
        ReleaseState::Built => None,
        ReleaseState::Building => Some("It is still being built."),
        ReleaseState::Failed => Some("Its build failed."),
        ReleaseState::Abandoned => Some("Its build was cancelled."),
    }
}

fn full_disk(detail: &DeviceDetail) -> Option<String> {
    let (used, total) = (detail.device.metrics.storage_used?, detail.device.metrics.storage_total?);
    // Room matters only while there is something left to pull.
    let pulls = !matches!(detail.device.update_status, Some(UpdateStatus::Downloaded | UpdateStatus::ApplyingChanges));
    (pulls && total > 0.0 && used / total >= FULL).then(|| used_of(used, total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::{Device, Metrics, ServiceOnDevice};
    use crate::device_status::DeviceStatus;
    use crate::release_ref::ReleaseRef;
    use crate::timestamp::Timestamp;

    fn release(id: i64) -> ReleaseRef {
        ReleaseRef { id, label: format!("{id}.0.0") }
    }

    fn detail() -> DeviceDetail {
        let at = Some(Timestamp::from_millis(60_000));
        let device = Device {
            id: 1,
            uuid: "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap(),
            name: "ford".to_owned(),
            status: DeviceStatus::Operational,
            progress: None,
            is_connected_to_vpn: true,
            heartbeat: HeartbeatState::Online,
            link_changed_at: at,
            heartbeat_changed_at: at,
            update_status: None,
            os_version: None,
            supervisor_version: None,
            metrics: Metrics::default(),
            device_type: None,
            running: Some(release(1)),
            target: Some(release(2)),
            pinned: None,
            tags: Vec::new(),
        };
        DeviceDetail {
            device,
            note: None,
            os_variant: None,
            addresses: Vec::new(),
            mac_addresses: Vec::new(),
            public_address: None,
            cpu_id: None,
            is_undervolted: false,
            os_target: None,
            created_at: Timestamp::from_millis(0),
            update_changed_at: at,
            reported_at: Timestamp::from_millis(0),
            fleet: None,
            services: Vec::new(),
            own_services: Vec::new(),
        }
    }

    fn ask(change: impl FnOnce(&mut DeviceDetail)) -> Why {
        let mut detail = detail();
        change(&mut detail);
        why(&detail, None, 120_000, |ms| format!("{} s", ms / 1_000)).unwrap()
    }

    /// The step it stops at.
    fn stops(why: &Why) -> &Step {
        why.steps.iter().find(|step| matches!(step.mark, Mark::Stopped | Mark::Locked | Mark::Busy)).unwrap()
    }

    #[test]
    fn on_its_target_there_is_nothing_to_ask() {
        let mut detail = detail();
        detail.device.running = Some(release(2));
        assert_eq!(why(&detail, None, 0, |_| String::new()), None);
    }

    #[test]
    fn out_of_reach_comes_before_what_it_would_do() {
        let why = ask(|detail| {
            detail.device.is_connected_to_vpn = false;
            detail.device.heartbeat = HeartbeatState::Offline;
            detail.device.update_status = Some(UpdateStatus::Downloaded);
        });
        assert_eq!(stops(&why).claim, "The device is out of reach");
        assert!(stops(&why).proof.contains("60 s"), "{}", stops(&why).proof);
        assert_eq!(why.way_out, None);
    }

    #[test]
    fn each_update_status_has_its_way_out() {
        for (status, claim, way_out) in [
            (None, "It has not begun", Some(WayOut::CheckForUpdate)),
            (Some(UpdateStatus::Downloading), "Downloading 42 %", None),
            (Some(UpdateStatus::Downloaded), "Stopped here: an update lock is held", Some(WayOut::OverrideLock)),
            (Some(UpdateStatus::ApplyingChanges), "Applying changes", None),
            (Some(UpdateStatus::Aborted), "The device gave the update up", Some(WayOut::CheckForUpdate)),
            (Some(UpdateStatus::Rejected), "The device rejected the release", Some(WayOut::ChooseRelease)),
        ] {
            let why = ask(|detail| {
                detail.device.update_status = status;
                detail.device.progress = Some(42);
            });
            assert_eq!((stops(&why).claim.as_str(), why.way_out), (claim, way_out));
        }
    }

    #[test]
    fn a_full_disk_and_a_service_that_falls_are_found() {
        let why = ask(|detail| {
            detail.device.metrics.storage_used = Some(15_900.0);
            detail.device.metrics.storage_total = Some(16_000.0);
        });
        assert_eq!((stops(&why).claim.as_str(), why.way_out), ("The disk is nearly full", Some(WayOut::OpenTerminal)));
        let why = ask(|detail| {
            detail.device.update_status = Some(UpdateStatus::ApplyingChanges);
            detail.services.push(ServiceOnDevice {
                service_id: 1,
                name: "ui".to_owned(),
                image_id: 1,
                status: ServiceStatus::Exited,
                progress: None,
                release: None,
                former: None,
                is_former_running: false,
            });
        });
        assert_eq!((stops(&why).claim.as_str(), why.way_out), ("ui does not stay up", Some(WayOut::ShowLogs)));
    }

    #[test]
    fn a_release_that_cannot_be_installed_is_the_first_thing() {
        let target = Release {
            id: 2,
            label: "2.0.0".to_owned(),
            commit: "abc".to_owned(),
            state: ReleaseState::Built,
            is_final: true,
            is_invalidated: true,
            phase: None,
            source: None,
            note: None,
            known_issues: None,
            tags: Vec::new(),
            created_at: Timestamp::from_millis(0),
            started_at: None,
            ended_at: None,
            finalized_at: None,
            devices: None,
        };
        let mut detail = detail();
        detail.device.pinned = Some(release(2));
        let why = why(&detail, Some(&target), 0, |_| String::new()).unwrap();
        assert_eq!((stops(&why).proof.as_str(), why.way_out), ("It was invalidated.", Some(WayOut::ChooseRelease)));
        assert!(why.steps[0].proof.contains("pinned"));
    }
}
