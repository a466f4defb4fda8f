//! Why somebody should look at a device: the rules, worst first. The limits are those of balena's device health checks.

use crate::device::Metrics;
use crate::device_status::DeviceStatus;
use crate::figure::{percent, used_of};
use crate::heartbeat::HeartbeatState;
use crate::os_version::OsVersion;
use crate::service_status::Tone;
use crate::timestamp::Timestamp;
use crate::update_status::UpdateStatus;

/// From this temperature on a board slows itself down, in °C (`check_temperature`).
pub const HOT: f64 = 80.0;
/// More than this share of the memory or the disk in use is too much, in percent (`check_memory`, `check_localdisk`).
pub const FULL: f64 = 90.0;
/// A download that says nothing new for so long is stuck, in milliseconds.
pub const STUCK_MS: i64 = 30 * 60_000;
/// An update that is downloaded is applied at once, unless something holds it: after so long it is held.
pub const HELD_MS: i64 = 60_000;
/// A device that is gone for so long is missed.
pub const GONE_MS: i64 = 3_600_000;

/// One reason, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The release's requirements are not met.
    UpdateRejected,
    UpdateAborted,
    /// A service has ended or restarts again and again.
    ServiceDown,
    StorageFull,
    /// Works in part: the heartbeat is late or the link is down.
    ReducedFunctionality,
    Undervolted,
    Hot,
    MemoryFull,
    /// Downloaded, and not applied: an update lock.
    UpdateHeld,
    DownloadStuck,
    /// It was told to run another host OS and does not: not yet, or rolled back.
    OsBehind,
    /// Gone for long.
    Disconnected,
}

/// Where one does something about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Summary,
    /// The log of this service, or of all.
    Logs(Option<String>),
    Diagnostics,
    Settings,
}

/// What is known of a device. Sizes in MB, temperature in °C.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub status: DeviceStatus,
    pub heartbeat: HeartbeatState,
    pub is_connected_to_vpn: bool,
    pub link_changed_at: Option<Timestamp>,
    pub heartbeat_changed_at: Option<Timestamp>,
    pub update_status: Option<UpdateStatus>,
    pub update_changed_at: Option<Timestamp>,
    /// The release it should run, when it does not run it.
    pub off_target: Option<String>,
    pub metrics: Metrics,
    pub is_undervolted: bool,
    /// Services that ended or restart, with the word of their state.
    pub services_down: Vec<(String, String)>,
    pub os_version: Option<String>,
    /// The host OS it was told to run.
    pub os_target: Option<String>,
}

/// One reason on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    pub reason: Reason,
    /// What was seen, one sentence.
    pub why: String,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    pub act: Place,
}

impl Reason {
    /// All of them, worst first.
    pub const ALL: [Self; 12] = [
        Self::UpdateRejected,
        Self::UpdateAborted,
        Self::ServiceDown,
        Self::StorageFull,
        Self::ReducedFunctionality,
        Self::Undervolted,
        Self::Hot,
        Self::MemoryFull,
        Self::UpdateHeld,
        Self::DownloadStuck,
        Self::OsBehind,
        Self::Disconnected,
    ];

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UpdateRejected => "Update rejected",
            Self::UpdateAborted => "Update aborted",
            Self::ServiceDown => "Service down",
            Self::StorageFull => "Storage full",
            Self::ReducedFunctionality => "Reduced functionality",
            Self::Undervolted => "Undervolted",
            Self::Hot => "Hot",
            Self::MemoryFull => "Memory full",
            Self::UpdateHeld => "Update held",
            Self::DownloadStuck => "Download stuck",
            Self::OsBehind => "Host OS not on target",
            Self::Disconnected => "Disconnected",
        }
    }

    /// Which hue it gets.
    pub const fn tone(self) -> Tone {
        match self {
            Self::UpdateRejected | Self::UpdateAborted | Self::ServiceDown | Self::StorageFull => Tone::Fail,
            Self::Disconnected => Tone::Idle,
            _ => Tone::Warn,
        }
    }
}

/// Every reason to look at a device, worst first; none for one that is as it should be, or switched off by its owner.
pub fn concerns(facts: &Facts, now: Timestamp) -> Vec<Concern> {
    if facts.status == DeviceStatus::Inactive {
        return Vec::new();
    }
    Reason::ALL.into_iter().filter_map(|reason| concern(reason, facts, now)).collect()
}

fn concern(reason: Reason, facts: &Facts, now: Timestamp) -> Option<Concern> {
    let metrics = &facts.metrics;
    // What a device that is gone said last may long be otherwise.
    let is_here = facts.status != DeviceStatus::Disconnected;
    let target = facts.off_target.as_deref();
    let for_long = |at: Option<Timestamp>, long: i64| at.is_none_or(|at| now.since(at) >= long);
    let (why, since, act) = match reason {
        Reason::UpdateRejected => {
            let target = (facts.update_status == Some(UpdateStatus::Rejected)).then_some(target?)?;
            (format!("It does not meet what {target} requires"), facts.update_changed_at, Place::Logs(None))
        }
        Reason::UpdateAborted => {
            let target = (facts.update_status == Some(UpdateStatus::Aborted)).then_some(target?)?;
            (format!("Gave up on {target}"), facts.update_changed_at, Place::Logs(None))
        }
        Reason::ServiceDown => {
            let (name, _) = facts.services_down.first().filter(|_| is_here)?;
            let words: Vec<String> =
                facts.services_down.iter().map(|(name, state)| format!("{name}: {state}")).collect();
            (words.join(", "), None, Place::Logs(Some(name.clone())))
        }
        Reason::StorageFull => {
            let words = over(metrics.storage_used, metrics.storage_total).filter(|_| is_here)?;
            (format!("{words} of the storage in use"), None, Place::Diagnostics)
        }
        Reason::ReducedFunctionality => {
            (facts.status == DeviceStatus::ReducedFunctionality).then_some(())?;
            let (why, since) = match (facts.is_connected_to_vpn, facts.heartbeat) {
                (false, _) => ("Cloudlink down, heartbeat fine", facts.link_changed_at),
                (true, HeartbeatState::Online) => ("Works in part", facts.link_changed_at),
                (true, HeartbeatState::Timeout) => ("Heartbeat late, Cloudlink up", facts.heartbeat_changed_at),
                (true, _) => ("No heartbeat, Cloudlink up", facts.heartbeat_changed_at),
            };
            (why.to_owned(), since, Place::Diagnostics)
        }
        Reason::Undervolted => {
            (facts.is_undervolted && is_here).then_some(())?;
            ("Its power supply is too weak: seen since it booted".to_owned(), None, Place::Diagnostics)
        }
        Reason::Hot => {
            let degrees = metrics.temperature.filter(|degrees| *degrees >= HOT && is_here)?;
            (format!("{degrees:.0} °C: the board slows itself down from {HOT:.0} °C on"), None, Place::Diagnostics)
        }
        Reason::MemoryFull => {
            let words = over(metrics.memory_used, metrics.memory_total).filter(|_| is_here)?;
            (format!("{words} of the memory in use"), None, Place::Diagnostics)
        }
        Reason::UpdateHeld => {
            let is_held = facts.update_status == Some(UpdateStatus::Downloaded) && is_here;
            let target = (is_held && for_long(facts.update_changed_at, HELD_MS)).then_some(target?)?;
            let why = format!("{target} is downloaded and not applied: an update lock is likely");
            (why, facts.update_changed_at, Place::Summary)
        }
        Reason::DownloadStuck => {
            let is_at_it = facts.update_status == Some(UpdateStatus::Downloading) && is_here;
            let since = facts.update_changed_at.filter(|_| is_at_it && for_long(facts.update_changed_at, STUCK_MS))?;
            (format!("Still downloading {}", target.unwrap_or("its target")), Some(since), Place::Logs(None))
        }
        Reason::OsBehind => {
            let (runs, told) = (facts.os_version.as_deref()?, facts.os_target.as_deref()?);
            let (has, wants) = (OsVersion::parse(runs)?, OsVersion::parse(told)?);
            (has.order(&wants).is_ne() && is_here).then_some(())?;
            let runs = runs.trim_start_matches("balenaOS ");
            (format!("Told to run {told}, runs {runs}"), None, Place::Settings)
        }
        Reason::Disconnected => {
            let since = facts.link_changed_at.max(facts.heartbeat_changed_at);
            let is_gone = facts.status == DeviceStatus::Disconnected && for_long(since, GONE_MS);
            is_gone.then(|| ("No contact".to_owned(), since, Place::Summary))?
        }
    };
    Some(Concern { reason, why, since, act })
}

/// "96 % (491 / 512 MB)" when it is too much.
fn over(used: Option<f64>, total: Option<f64>) -> Option<String> {
    let (used, total) = (used?, total.filter(|total| *total > 0.0)?);
    let share = used / total * 100.0;
    (share > FULL).then(|| format!("{} ({})", percent(share), used_of(used, total)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(100 * 3_600_000);

    fn ago(millis: i64) -> Timestamp {
        Timestamp::from_millis(NOW.millis() - millis)
    }

    fn fine() -> Facts {
        Facts {
            status: DeviceStatus::Operational,
            heartbeat: HeartbeatState::Online,
            is_connected_to_vpn: true,
            link_changed_at: Some(ago(GONE_MS)),
            heartbeat_changed_at: Some(ago(GONE_MS)),
            update_status: Some(UpdateStatus::Done),
            update_changed_at: Some(ago(GONE_MS)),
            off_target: None,
            metrics: Metrics {
                temperature: Some(55.0),
                memory_used: Some(100.0),
                memory_total: Some(512.0),
                ..Metrics::default()
            },
            is_undervolted: false,
            services_down: Vec::new(),
            os_version: Some("balenaOS 6.5.34".to_owned()),
            os_target: Some("6.5.34".to_owned()),
        }
    }

    fn reasons(facts: &Facts) -> Vec<Reason> {
        concerns(facts, NOW).into_iter().map(|concern| concern.reason).collect()
    }

    fn updating(status: UpdateStatus, since: i64) -> Facts {
        Facts {
            update_status: Some(status),
            update_changed_at: Some(ago(since)),
            off_target: Some("2.14.1".to_owned()),
            ..fine()
        }
    }

    #[test]
    fn each_reason_by_what_is_seen() {
        let down = vec![("uplink".to_owned(), "Exited".to_owned()), ("gauge".to_owned(), "Restarting".to_owned())];
        let metrics = |change: fn(&mut Metrics)| {
            let mut facts = fine();
            change(&mut facts.metrics);
            facts
        };
        let cases = [
            (updating(UpdateStatus::Rejected, 0), Some(Reason::UpdateRejected)),
            (updating(UpdateStatus::Aborted, 0), Some(Reason::UpdateAborted)),
            (Facts { services_down: down, ..fine() }, Some(Reason::ServiceDown)),
            (
                metrics(|metrics| (metrics.storage_used, metrics.storage_total) = (Some(91.0), Some(100.0))),
                Some(Reason::StorageFull),
            ),
            (Facts { status: DeviceStatus::ReducedFunctionality, ..fine() }, Some(Reason::ReducedFunctionality)),
            (Facts { is_undervolted: true, ..fine() }, Some(Reason::Undervolted)),
            (metrics(|metrics| metrics.temperature = Some(HOT)), Some(Reason::Hot)),
            (metrics(|metrics| metrics.memory_used = Some(500.0)), Some(Reason::MemoryFull)),
            (updating(UpdateStatus::Downloaded, HELD_MS), Some(Reason::UpdateHeld)),
            (updating(UpdateStatus::Downloading, STUCK_MS), Some(Reason::DownloadStuck)),
            (Facts { os_target: Some("6.6.0".to_owned()), ..fine() }, Some(Reason::OsBehind)),
            (Facts { status: DeviceStatus::Disconnected, ..fine() }, Some(Reason::Disconnected)),
            // Nothing to see.
            (fine(), None),
            (updating(UpdateStatus::Downloaded, HELD_MS - 1), None),
            (updating(UpdateStatus::Downloading, STUCK_MS - 1), None),
            (Facts { off_target: None, ..updating(UpdateStatus::Aborted, 0) }, None),
            (metrics(|metrics| metrics.temperature = Some(HOT - 1.0)), None),
            (Facts { status: DeviceStatus::Inactive, is_undervolted: true, ..fine() }, None),
        ];
        for (facts, reason) in cases {
            assert_eq!(reasons(&facts), reason.into_iter().collect::<Vec<_>>(), "{facts:?}");
        }
    }

    #[test]
    fn the_worst_comes_first_and_what_a_device_that_is_gone_measured_does_not_count() {
        let mut facts = updating(UpdateStatus::Aborted, 0);
        facts.metrics.temperature = Some(91.0);
        facts.is_undervolted = true;
        assert_eq!(reasons(&facts), [Reason::UpdateAborted, Reason::Undervolted, Reason::Hot]);
        facts.status = DeviceStatus::Disconnected;
        assert_eq!(reasons(&facts), [Reason::UpdateAborted, Reason::Disconnected]);
        assert!(Reason::ALL.is_sorted());
    }

    #[test]
    fn the_sentence_has_the_figures() {
        let mut facts = fine();
        facts.metrics.memory_used = Some(491.0);
        let found = concerns(&facts, NOW);
        assert_eq!(found[0].why, "96 % (491 / 512 MB) of the memory in use");
        let held = concerns(&updating(UpdateStatus::Downloaded, HELD_MS), NOW);
        assert_eq!((held[0].since, &held[0].act), (Some(ago(HELD_MS)), &Place::Summary));
        assert!(held[0].why.starts_with("2.14.1 is downloaded"));
    }
}
