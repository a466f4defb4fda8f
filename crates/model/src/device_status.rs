//! The one word a device's state comes to (`overall_status`) and its progress (balena-api.md §7, in order).

use serde::{Deserialize, Serialize};

use crate::heartbeat::HeartbeatState;
use crate::service_status::Tone;

/// `overall_status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceStatus {
    Operational,
    Updating,
    Configuring,
    PostProvisioning,
    ReducedFunctionality,
    Disconnected,
    Inactive,
}

impl DeviceStatus {
    /// All of them, in the order a status bar stacks them (components.md §5: ok, busy, warn, idle).
    pub const ALL: [Self; 7] = [
        Self::Operational,
        Self::Updating,
        Self::Configuring,
        Self::PostProvisioning,
        Self::ReducedFunctionality,
        Self::Disconnected,
        Self::Inactive,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Updating => "updating",
            Self::Configuring => "configuring",
            Self::PostProvisioning => "post-provisioning",
            Self::ReducedFunctionality => "reduced-functionality",
            Self::Disconnected => "disconnected",
            Self::Inactive => "inactive",
        }
    }

    /// The status a wire word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Operational => "Operational",
            Self::Updating => "Updating",
            Self::Configuring => "Configuring",
            Self::PostProvisioning => "Post-provisioning",
            Self::ReducedFunctionality => "Reduced functionality",
            Self::Disconnected => "Disconnected",
            Self::Inactive => "Inactive",
        }
    }

    /// Which hue it gets.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Operational => Tone::Ok,
            Self::Updating | Self::Configuring | Self::PostProvisioning => Tone::Busy,
            Self::ReducedFunctionality => Tone::Warn,
            Self::Disconnected | Self::Inactive => Tone::Idle,
        }
    }
}

/// What the status is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of the rule, named as the API names it")]
pub struct StatusFacts {
    /// False only for devices switched off by their owner (cloud only).
    pub is_active: bool,
    /// `provisioning_state` is `Post-Provisioning`.
    pub is_post_provisioning: bool,
    /// `is_connected_to_vpn`: the device's link is up.
    pub is_connected_to_vpn: bool,
    /// `last_connectivity_event` is set: the link was up at some time.
    pub was_ever_connected: bool,
    /// `api_heartbeat_state`.
    pub heartbeat: HeartbeatState,
    /// The legacy `status` is `Downloading` and `download_progress` is set.
    pub is_downloading: bool,
    /// `provisioning_progress` is set.
    pub is_provisioning: bool,
    /// Some image install is `Downloading` with a progress.
    pub is_downloading_image: bool,
    /// False when `*_SUPERVISOR_VPN_CONTROL` is `false`: then a heartbeat alone is enough.
    pub is_vpn_enabled: bool,
}

/// Where `overall_progress` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressSource {
    /// There is none to tell.
    Nothing,
    /// `provisioning_progress`, which may be null.
    Provisioning,
    /// The legacy `download_progress` of the device.
    Download,
    /// The average over the installs ([`download_progress`]).
    Installs,
}

/// Which figure `overall_progress` is. Its precedence is not quite the status's: a device on the link that does not poll
/// shows the progress of its update, though it is not `updating`.
pub const fn progress_source(facts: &StatusFacts) -> ProgressSource {
    match overall_status(facts) {
        DeviceStatus::Inactive | DeviceStatus::Disconnected => ProgressSource::Nothing,
        DeviceStatus::PostProvisioning => ProgressSource::Provisioning,
        _ if !facts.is_connected_to_vpn && matches!(facts.heartbeat, HeartbeatState::Unknown) => {
            ProgressSource::Provisioning
        }
        _ if facts.is_downloading => ProgressSource::Download,
        _ if facts.is_provisioning => ProgressSource::Provisioning,
        _ if facts.is_downloading_image => ProgressSource::Installs,
        _ => ProgressSource::Nothing,
    }
}

/// `overall_status`, by the precedence of balena-api.md §7.
pub const fn overall_status(facts: &StatusFacts) -> DeviceStatus {
    use HeartbeatState::{Offline, Online, Timeout, Unknown};

    let is_heard = matches!(facts.heartbeat, Online | Timeout);
    if !facts.is_active {
        DeviceStatus::Inactive
    } else if facts.is_post_provisioning {
        DeviceStatus::PostProvisioning
    } else if !facts.is_connected_to_vpn && !facts.was_ever_connected && matches!(facts.heartbeat, Unknown) {
        DeviceStatus::Configuring
    } else if !facts.is_connected_to_vpn && matches!(facts.heartbeat, Offline | Unknown) {
        DeviceStatus::Disconnected
    } else if is_heard && facts.is_downloading {
        DeviceStatus::Updating
    } else if facts.is_provisioning {
        DeviceStatus::Configuring
    } else if is_heard && facts.is_downloading_image {
        DeviceStatus::Updating
    } else if matches!(facts.heartbeat, Timeout)
        || (facts.is_connected_to_vpn && !matches!(facts.heartbeat, Online))
        || (!facts.is_connected_to_vpn && facts.is_vpn_enabled)
    {
        DeviceStatus::ReducedFunctionality
    } else {
        DeviceStatus::Operational
    }
}

/// One image install as `overall_progress` sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstallFacts {
    /// Its status is `Downloading`.
    pub is_downloading: bool,
    /// It belongs to the release the device should run.
    pub is_of_target: bool,
    /// `download_progress`, in percent; none once the download is over.
    pub progress: Option<i64>,
}

/// The rounded average over the installs that download or belong to the target, counting what has no progress as whole.
///
/// None when there is no such install. Installs that are deleted are not passed.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "an average of percentages")]
pub fn download_progress(installs: impl IntoIterator<Item = InstallFacts>) -> Option<i64> {
    let counted = installs.into_iter().filter(|install| install.is_downloading || install.is_of_target);
    let (sum, count) = counted.fold((0, 0), |(sum, count), install| (sum + install.progress.unwrap_or(100), count + 1));
    (count > 0).then(|| (sum as f64 / f64::from(count)).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: StatusFacts = StatusFacts {
        is_active: true,
        is_post_provisioning: false,
        is_connected_to_vpn: true,
        was_ever_connected: true,
        heartbeat: HeartbeatState::Online,
        is_downloading: false,
        is_provisioning: false,
        is_downloading_image: false,
        is_vpn_enabled: true,
    };

    #[test]
    fn each_rule_in_its_order() {
        use HeartbeatState::{Offline, Timeout, Unknown};
        let cases = [
            (WELL, DeviceStatus::Operational),
            (StatusFacts { is_active: false, ..WELL }, DeviceStatus::Inactive),
            (StatusFacts { is_post_provisioning: true, ..WELL }, DeviceStatus::PostProvisioning),
            (
                StatusFacts { is_connected_to_vpn: false, was_ever_connected: false, heartbeat: Unknown, ..WELL },
                DeviceStatus::Configuring,
            ),
            (StatusFacts { is_connected_to_vpn: false, heartbeat: Offline, ..WELL }, DeviceStatus::Disconnected),
            (StatusFacts { is_downloading: true, ..WELL }, DeviceStatus::Updating),
            (StatusFacts { is_provisioning: true, is_downloading_image: true, ..WELL }, DeviceStatus::Configuring),
            (StatusFacts { is_downloading_image: true, heartbeat: Timeout, ..WELL }, DeviceStatus::Updating),
            (StatusFacts { heartbeat: Timeout, ..WELL }, DeviceStatus::ReducedFunctionality),
            (StatusFacts { is_connected_to_vpn: false, ..WELL }, DeviceStatus::ReducedFunctionality),
            (StatusFacts { is_connected_to_vpn: false, is_vpn_enabled: false, ..WELL }, DeviceStatus::Operational),
            (
                StatusFacts { heartbeat: Offline, is_downloading_image: true, ..WELL },
                DeviceStatus::ReducedFunctionality,
            ),
        ];
        for (facts, status) in cases {
            assert_eq!(overall_status(&facts), status, "{facts:?}");
        }
    }

    #[test]
    fn progress_averages_what_downloads_and_what_is_wanted() {
        let install = |is_downloading, is_of_target, progress: Option<i64>| InstallFacts {
            is_downloading,
            is_of_target,
            progress,
        };
        assert_eq!(download_progress([]), None);
        assert_eq!(download_progress([install(false, false, None)]), None);
        assert_eq!(download_progress([install(true, true, Some(37)), install(false, true, None)]), Some(69));
    }
}
