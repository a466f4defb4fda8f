//! What a device says of its health when asked: checks, a report, and its supervisor's state beside the target.

mod checks;
mod report;
mod supervisor;

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use model::rights::Right;

use self::checks::HealthChecks;
use self::report::DiagnosticsReport;
use self::supervisor::SupervisorCard;
use super::shown::Shown;
use crate::data::rights::use_rights;

/// Why nothing can be asked of the device now.
const OFFLINE: &str = "The device is not connected: it is asked over its link.";

/// The three parts, one under the other.
#[component]
pub(super) fn DeviceDiagnostics(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let is_connected = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let is_online = Signal::derive(move || is_connected.get().unwrap_or(false));
    let fleet = shown.memo(|detail| detail.fleet.as_ref().map(|fleet| fleet.id));
    let may_not = use_rights().refusal_where(Signal::derive(move || fleet.get().flatten()), Right::OpenTerminal);
    let offline = Signal::derive(move || (!is_online.get()).then(|| OFFLINE.to_owned()));
    let refusal = Signal::derive(move || may_not.get().or_else(|| offline.get()));
    let name = shown.memo(|detail| detail.device.name.clone());
    let file = Signal::derive(move || name.get().unwrap_or_default());
    view! {
        <div class="page diagnostics">
            <HealthChecks uuid=uuid.clone() refusal file />
            <SupervisorCard uuid=uuid.clone() is_online refusal=offline />
            <DiagnosticsReport uuid refusal file />
        </div>
    }
}
