//! Which action a device's state allows, or why not: disabled controls carry the sentence (`can`, architecture.md).

use crate::service_status::ServiceStatus;

/// Something a person can ask a device to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeviceAction {
    Identify,
    CheckForUpdate,
    RestartServices,
    Reboot,
    Shutdown,
    PurgeData,
    OpenTerminal,
}

impl DeviceAction {
    /// Where the supervisor takes it (balena-api.md §9); none for a terminal, which is a socket of its own.
    pub const fn supervisor_path(self) -> Option<&'static str> {
        Some(match self {
            Self::Identify => "v1/blink",
            Self::CheckForUpdate => "v1/update",
            Self::RestartServices => "v1/restart",
            Self::Reboot => "v1/reboot",
            Self::Shutdown => "v1/shutdown",
            Self::PurgeData => "v1/purge",
            Self::OpenTerminal => return None,
        })
    }
}

/// Something a person can ask of one service on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceAction {
    Start,
    Stop,
    Restart,
    OpenShell,
}

/// Why an action is refused, as a sentence for the person.
pub type Refusal = &'static str;

const NO_LINK: Refusal = "The device is not connected: actions travel over its link.";

/// Whether a device can be asked now. Everything travels over its link (balena-api.md §9, "No online device(s) found").
pub const fn can(_action: DeviceAction, is_connected_to_vpn: bool) -> Result<(), Refusal> {
    if is_connected_to_vpn { Ok(()) } else { Err(NO_LINK) }
}

/// Whether a service can be asked now.
pub const fn can_service(
    action: ServiceAction,
    status: &ServiceStatus,
    is_connected_to_vpn: bool,
) -> Result<(), Refusal> {
    if !is_connected_to_vpn {
        return Err(NO_LINK);
    }
    let has_process = status.has_process();
    match action {
        ServiceAction::Start if has_process => Err("The service is running already."),
        ServiceAction::Stop if !has_process => Err("The service is not running."),
        ServiceAction::OpenShell if !has_process => Err("A shell needs a running service."),
        ServiceAction::Restart if matches!(status, ServiceStatus::Downloading) => {
            Err("The service's image is still on its way.")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_without_a_link() {
        assert!(can(DeviceAction::Reboot, false).is_err());
        assert!(can(DeviceAction::Reboot, true).is_ok());
    }

    #[test]
    fn a_shell_needs_a_process() {
        assert!(can_service(ServiceAction::OpenShell, &ServiceStatus::Running, true).is_ok());
        assert!(can_service(ServiceAction::OpenShell, &ServiceStatus::Exited, true).is_err());
        assert!(can_service(ServiceAction::Start, &ServiceStatus::Exited, true).is_ok());
    }
}
