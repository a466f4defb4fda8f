//! What the palette offers on a device's page.

use leptos::prelude::*;
use model::action::DeviceAction;
use model::rights::Right;

use super::requests::Requests;
use super::shown::Shown;
use crate::routes::device_tab::TerminalTarget;
use crate::services::commands::{Command, Sign, use_command};

/// Registers them while the page is there.
pub(super) fn register(
    shown: Shown,
    requests: Requests,
    is_pinning: RwSignal<bool>,
    go_to_terminal: Callback<Option<TerminalTarget>>,
) {
    let name = shown.memo(|detail| detail.device.name.clone());
    let says = move |before: &'static str, after: &'static str| {
        Signal::derive(move || format!("{before}{}{after}", name.get().unwrap_or_default()))
    };
    let ask = move |action: DeviceAction, sign: Sign, label: Signal<String>| {
        use_command(Command::new(sign, label, move || requests.device(action)).disabled(requests.refusal(action)));
    };
    ask(DeviceAction::PurgeData, Sign::Delete, says("Purge data of ", "…"));
    ask(DeviceAction::Shutdown, Sign::Stop, says("Shut down ", "…"));
    ask(DeviceAction::Reboot, Sign::Restart, says("Reboot ", "…"));
    ask(DeviceAction::CheckForUpdate, Sign::Download, says("Check for an update of ", ""));
    ask(DeviceAction::Identify, Sign::Identify, says("Identify ", ""));
    let pin = Command::new(Sign::Pin, says("Pin ", " to a release…"), move || is_pinning.set(true));
    use_command(pin.disabled(requests.denied(Right::EditDevices)));
    ask(DeviceAction::RestartServices, Sign::Restart, says("Restart services of ", "…"));
    let open = Command::new(Sign::Terminal, says("Open a terminal on ", ""), move || go_to_terminal.run(None));
    use_command(open.keys("t").disabled(requests.denied(Right::OpenTerminal)));
}
