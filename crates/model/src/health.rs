//! The health checks of a device: which there are, what each found, what to do about it, and the lines they are told in.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// What a line of a finding begins with.
pub const MARK: &str = "@check";
/// The longest evidence that is kept, in characters.
pub const MAX_EVIDENCE: usize = 300;

/// A check, as balena's suite names them (balena docs, reference/diagnostics.md), in the order they are run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthCheck {
    BalenaOs,
    UnderVoltage,
    Memory,
    ContainerEngine,
    Supervisor,
    DataPartition,
    DiskSpace,
    DiskExpansion,
    WriteLatency,
    TimeSync,
    Temperature,
    Throttling,
    OsRollback,
    Dns,
    BalenaApi,
    Registry,
    ServicesRunning,
    ServiceRestarts,
    HealthChecks,
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    Fail,
    /// The device does not say: it lacks what would tell.
    Unknown,
}

/// One check's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub check: HealthCheck,
    pub verdict: Verdict,
    /// What was seen, one line of plain text.
    pub evidence: String,
}

impl HealthCheck {
    /// All of them, in order.
    pub const ALL: [Self; 19] = [
        Self::BalenaOs,
        Self::UnderVoltage,
        Self::Memory,
        Self::ContainerEngine,
        Self::Supervisor,
        Self::DataPartition,
        Self::DiskSpace,
        Self::DiskExpansion,
        Self::WriteLatency,
        Self::TimeSync,
        Self::Temperature,
        Self::Throttling,
        Self::OsRollback,
        Self::Dns,
        Self::BalenaApi,
        Self::Registry,
        Self::ServicesRunning,
        Self::ServiceRestarts,
        Self::HealthChecks,
    ];

    /// Balena's name of it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::BalenaOs => "check_balenaOS",
            Self::UnderVoltage => "check_under_voltage",
            Self::Memory => "check_memory",
            Self::ContainerEngine => "check_container_engine",
            Self::Supervisor => "check_supervisor",
            Self::DataPartition => "test_data_partition_mounted",
            Self::DiskSpace => "test_disk_space",
            Self::DiskExpansion => "test_disk_expansion",
            Self::WriteLatency => "test_write_latency",
            Self::TimeSync => "check_timesync",
            Self::Temperature => "test_temperature_now",
            Self::Throttling => "test_throttling_dmesg",
            Self::OsRollback => "check_os_rollback",
            Self::Dns => "test_upstream_dns",
            Self::BalenaApi => "test_balena_api",
            Self::Registry => "test_balena_registry",
            Self::ServicesRunning => "check_user_services",
            Self::ServiceRestarts => "test_service_restarts",
            Self::HealthChecks => "test_healthcheck",
        }
    }

    /// What a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::BalenaOs => "balenaOS version",
            Self::UnderVoltage => "Power supply",
            Self::Memory => "Memory",
            Self::ContainerEngine => "Container engine",
            Self::Supervisor => "Supervisor",
            Self::DataPartition => "Data partition mounted",
            Self::DiskSpace => "Disk space",
            Self::DiskExpansion => "Disk expansion",
            Self::WriteLatency => "Write latency",
            Self::TimeSync => "Clock",
            Self::Temperature => "Temperature",
            Self::Throttling => "Throttling",
            Self::OsRollback => "OS rollback",
            Self::Dns => "Names resolved",
            Self::BalenaApi => "API reachable",
            Self::Registry => "Registry reachable",
            Self::ServicesRunning => "Services running",
            Self::ServiceRestarts => "Service restarts",
            Self::HealthChecks => "Service health checks",
        }
    }

    /// What to do when it fails.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::BalenaOs => "Update the host OS to a version that is supported.",
            Self::UnderVoltage => {
                "Use a power supply and a cable that hold 5 V under load; unplug what draws from the USB ports."
            }
            Self::Memory => {
                "Look which service takes it (terminal: top) and bound it with mem_limit in the composition."
            }
            Self::ContainerEngine => "Read “journalctl -u balena” on the host OS; a reboot starts the engine anew.",
            Self::Supervisor => {
                "Restart it on the host OS: systemctl restart balena-supervisor. Then read its journal."
            }
            Self::DataPartition => "Services cannot keep data. Check the storage medium, then flash the device anew.",
            Self::DiskSpace => "Purge data, or remove images on the host OS: balena-engine system prune.",
            Self::DiskExpansion => "The first boot did not grow the data partition: reboot once, otherwise flash anew.",
            Self::WriteLatency => {
                "The storage medium is slow or worn: replace it, or move what is written often elsewhere."
            }
            Self::TimeSync => {
                "Let NTP through (UDP 123) or set ntpServers in config.json; certificates fail on a wrong clock."
            }
            Self::Temperature => "Cool the device: it slows down at 80 °C, and wears.",
            Self::Throttling => "The processor was slowed down: check cooling and power supply.",
            Self::OsRollback => {
                "The last OS update was taken back: read /mnt/state/rollback-* and try it again with a supported version."
            }
            Self::Dns => "Check the name servers of the network the device is in (dnsServers in config.json).",
            Self::BalenaApi => "Let HTTPS to the API through the firewall; check the clock and the root certificate.",
            Self::Registry => "Let HTTPS to the registry through the firewall: without it no release is downloaded.",
            Self::ServicesRunning => "Start it on the device's summary, or read its log for why it ended.",
            Self::ServiceRestarts => "Read the service's log around the restarts: it ends by itself again and again.",
            Self::HealthChecks => "The service says itself that it is not well: read its log.",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.id() == id)
    }
}

impl Verdict {
    /// The word in lines and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Pass, Self::Fail, Self::Unknown].into_iter().find(|verdict| verdict.word() == word)
    }
}

/// A line `@check <id> <verdict> <evidence>`. Any other line is none: what programs print besides does not matter.
pub fn read_line(line: &str) -> Option<Finding> {
    let rest = line.strip_prefix(MARK)?.strip_prefix(' ')?;
    let (id, rest) = rest.split_once(' ')?;
    let (verdict, evidence) = rest.split_once(' ').unwrap_or((rest, ""));
    let (check, verdict) = (HealthCheck::from_id(id)?, Verdict::from_word(verdict.trim_end())?);
    Some(Finding { check, verdict, evidence: plain(evidence) })
}

/// What a device says, cut and without what a page or a terminal could take for more than text: control characters and
/// those that turn the direction of writing.
fn plain(text: &str) -> String {
    let is_plain = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.trim().chars().filter(is_plain).take(MAX_EVIDENCE).collect()
}

/// The findings as a text to send to somebody: the worst first, one line each.
pub fn report(findings: &[Finding]) -> String {
    let mut text = String::new();
    for wanted in [Verdict::Fail, Verdict::Unknown, Verdict::Pass] {
        for finding in findings.iter().filter(|finding| finding.verdict == wanted) {
            let Finding { check, verdict, evidence } = finding;
            let _ = writeln!(text, "{:<8}{:<28}{evidence}", verdict.word().to_uppercase(), check.id());
            if wanted == Verdict::Fail {
                let _ = writeln!(text, "{:<36}{}", "", check.advice());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_a_finding_or_nothing() {
        let found = read_line("@check check_memory fail 93 % of 2048 MB in use").unwrap();
        assert_eq!((found.check, found.verdict), (HealthCheck::Memory, Verdict::Fail));
        assert_eq!(found.evidence, "93 % of 2048 MB in use");
        assert_eq!(read_line("@check check_memory pass").map(|found| found.evidence), Some(String::new()));
        for none in [
            "",
            "@check",
            "@check check_memory",
            "@check no_such pass x",
            "@check check_memory ok x",
            " @check check_memory pass",
        ] {
            assert_eq!(read_line(none), None, "{none}");
        }
        let hostile = read_line("@check check_memory pass \u{1b}[2Ja\u{202e}b\u{0}<b>").unwrap();
        assert_eq!(hostile.evidence, "[2Jab<b>");
    }

    #[test]
    fn names_are_different_and_lead_back() {
        for check in HealthCheck::ALL {
            assert_eq!(HealthCheck::from_id(check.id()), Some(check));
        }
        let failed = Finding { check: HealthCheck::Dns, verdict: Verdict::Fail, evidence: "no answer".into() };
        let passed = Finding { check: HealthCheck::Memory, verdict: Verdict::Pass, evidence: "3 %".into() };
        let text = report(&[passed, failed]);
        assert!(text.starts_with("FAIL    test_upstream_dns") && text.ends_with("3 %\n"), "{text}");
    }

    proptest! {
        #[test]
        fn whatever_a_device_says_is_bounded_and_plain(line in "\\PC{0,40}|@check check_memory (pass|fail|unknown) (?s:.{0,900})") {
            if let Some(found) = read_line(&line) {
                prop_assert!(found.evidence.chars().count() <= MAX_EVIDENCE);
                prop_assert!(!found.evidence.chars().any(char::is_control));
            }
        }

        #[test]
        fn any_text_at_all_is_taken(line in any::<String>()) {
            let _ = read_line(&line);
        }
    }
}
