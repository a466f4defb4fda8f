//! What one does to a device.

use super::quote::{javascript, shell};
use super::request::{Rows, call, delete, patch, supervisor, upsert};
use super::value::{Fields, Value};
use super::written::SameAs;
use crate::action::{DeviceAction, ServiceAction};

fn by_uuid(uuid: &str) -> Rows {
    Rows::Key(vec![("uuid", uuid.into())])
}

fn forced(force: bool) -> Fields {
    if force { vec![("force", true.into())] } else { Fields::new() }
}

/// Asks a device to do something now; none for what is no request of its own. `fleet` is the number of its fleet.
pub fn command(action: DeviceAction, uuid: &str, fleet: i64, force: bool) -> Option<SameAs> {
    let of_fleet = || [vec![("appId", Value::Number(fleet))], forced(force)].concat();
    let path = action.supervisor_path()?;
    let (data, method, word) = match action {
        DeviceAction::Identify => (Fields::new(), "identify", Some("identify")),
        DeviceAction::CheckForUpdate => (forced(force), "update", None),
        DeviceAction::RestartServices => (of_fleet(), "restartApplication", Some("restart")),
        DeviceAction::Reboot => (forced(force), "reboot", Some("reboot")),
        DeviceAction::Shutdown => (forced(force), "shutdown", Some("shutdown")),
        DeviceAction::PurgeData => (of_fleet(), "purge", Some("purge")),
        DeviceAction::OpenTerminal => return None,
    };
    let takes_force =
        matches!(action, DeviceAction::CheckForUpdate | DeviceAction::Reboot | DeviceAction::Shutdown) && force;
    let option = if takes_force { ", { force: true }" } else { "" };
    let same = supervisor(path, uuid, data)
        .with_sdk(format!("await balena.models.device.{method}({}{option});", javascript(uuid)));
    let flag = if takes_force { " --force" } else { "" };
    Some(match word {
        Some(word) => same.with_cli(format!("balena device {word} {}{flag}", shell(uuid))),
        None => same,
    })
}

/// Asks every connected device of a fleet to do something now; none for what is no request of its own.
pub fn command_fleet(action: DeviceAction, fleet: i64, slug: &str) -> Option<SameAs> {
    let path = action.supervisor_path()?;
    let of_fleet: Fields = vec![("appId", fleet.into())];
    let body = [of_fleet.clone(), vec![("data", Value::Object(of_fleet))]].concat();
    let same = call("POST", &format!("/supervisor/{path}"), &body);
    Some(match action {
        DeviceAction::RestartServices => same.with_cli(format!("balena fleet restart {}", shell(slug))),
        DeviceAction::PurgeData => same.with_cli(format!("balena fleet purge {}", shell(slug))),
        _ => same,
    })
}

/// Starts, stops or restarts one service; none for what is no request of its own.
pub fn service(action: ServiceAction, uuid: &str, fleet: i64, name: &str, image: i64, force: bool) -> Option<SameAs> {
    let verb = match action {
        ServiceAction::Start => "start",
        ServiceAction::Stop => "stop",
        ServiceAction::Restart => "restart",
        ServiceAction::OpenShell => return None,
    };
    let data = [vec![("serviceName", Value::from(name))], forced(force)].concat();
    let same = supervisor(&format!("v2/applications/{fleet}/{verb}-service"), uuid, data)
        .with_sdk(format!("await balena.models.device.{verb}Service({}, {image});", javascript(uuid)));
    // The command line calls them start-service and stop-service, but restart with an option.
    Some(same.with_cli(match action {
        ServiceAction::Restart => format!("balena device restart {} --service {}", shell(uuid), shell(name)),
        _ => format!("balena device {verb}-service {} {}", shell(uuid), shell(name)),
    }))
}

/// Calls a device something.
pub fn rename(uuid: &str, name: &str) -> SameAs {
    patch("device", &by_uuid(uuid), &[("device_name", name.into())])
        .with_sdk(format!("await balena.models.device.rename({}, {});", javascript(uuid), javascript(name)))
        .with_cli(format!("balena device rename {} {}", shell(uuid), shell(name)))
}

/// A device's note.
pub fn note(uuid: &str, note: &str) -> SameAs {
    patch("device", &by_uuid(uuid), &[("note", note.into())])
        .with_sdk(format!("await balena.models.device.setNote({}, {});", javascript(uuid), javascript(note)))
        .with_cli(format!("balena device note {} --device {}", shell(note), shell(uuid)))
}

/// Holds a device at a release, by its number and commit.
pub fn pin(uuid: &str, release: i64, commit: &str) -> SameAs {
    patch("device", &by_uuid(uuid), &[("is_pinned_on__release", release.into())])
        .with_sdk(format!("await balena.models.device.pinToRelease({}, {});", javascript(uuid), javascript(commit)))
        .with_cli(format!("balena device pin {} {}", shell(uuid), shell(commit)))
}

/// Lets a device follow its fleet.
pub fn track_fleet(uuid: &str) -> SameAs {
    patch("device", &by_uuid(uuid), &[("is_pinned_on__release", Value::Null)])
        .with_sdk(format!("await balena.models.device.trackApplicationRelease({});", javascript(uuid)))
        .with_cli(format!("balena device track-fleet {}", shell(uuid)))
}

/// Moves a device to another fleet.
pub fn move_to(uuid: &str, fleet: i64, slug: &str) -> SameAs {
    patch("device", &by_uuid(uuid), &[("belongs_to__application", fleet.into())])
        .with_sdk(format!("await balena.models.device.move({}, {});", javascript(uuid), javascript(slug)))
        .with_cli(format!("balena device move {} --fleet {}", shell(uuid), shell(slug)))
}

/// Has a device run another host OS, by the number of its release.
pub fn operate_by(uuid: &str, release: i64) -> SameAs {
    patch("device", &by_uuid(uuid), &[("should_be_operated_by__release", release.into())])
}

/// Forgets a device.
pub fn remove(uuid: &str) -> SameAs {
    delete("device", &by_uuid(uuid))
        .with_sdk(format!("await balena.models.device.remove({});", javascript(uuid)))
        .with_cli(format!("balena device rm {} --yes", shell(uuid)))
}

/// Sets a variable of a device, for all its services.
pub fn set_variable(device: i64, uuid: &str, name: &str, value: &str) -> SameAs {
    upsert(
        "device_environment_variable",
        vec![("device", device.into()), ("name", name.into())],
        &[("value", value.into())],
    )
    .with_sdk(format!(
        "await balena.models.device.envVar.set({}, {}, {});",
        javascript(uuid),
        javascript(name),
        javascript(value)
    ))
    .with_cli(format!("balena env set {} {} --device {}", shell(name), shell(value), shell(uuid)))
}

/// Takes a variable of a device away.
pub fn remove_variable(device: i64, uuid: &str, name: &str) -> SameAs {
    delete("device_environment_variable", &Rows::Key(vec![("device", device.into()), ("name", name.into())]))
        .with_sdk(format!("await balena.models.device.envVar.remove({}, {});", javascript(uuid), javascript(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6";

    #[test]
    fn a_restart_names_the_fleet_and_a_reboot_may_be_forced() {
        let restart = command(DeviceAction::RestartServices, UUID, 12, false).unwrap();
        assert!(restart.http.contains(r#"{"uuid":"7f3a9c1e2b04d5a67f3a9c1e2b04d5a6","data":{"appId":12}}"#));
        assert!(restart.http.contains("$BALENA_API/supervisor/v1/restart"), "{}", restart.http);
        let reboot = command(DeviceAction::Reboot, UUID, 12, true).unwrap();
        assert_eq!(reboot.cli, Some(format!("balena device reboot {UUID} --force")));
        assert_eq!(reboot.sdk, format!("await balena.models.device.reboot('{UUID}', {{ force: true }});"));
        assert!(command(DeviceAction::OpenTerminal, UUID, 12, false).is_none());
    }

    #[test]
    fn a_hostile_name_stays_one_word() {
        let same = rename(UUID, "'; rm -rf / #");
        assert_eq!(same.cli, Some(format!(r"balena device rename {UUID} ''\''; rm -rf / #'")));
        assert!(same.sdk.ends_with(r"'\'; rm -rf / #');"), "{}", same.sdk);
        assert!(!same.http.contains(UUID) || same.http.contains(&format!("device(uuid=%27{UUID}%27)")));
    }
}
