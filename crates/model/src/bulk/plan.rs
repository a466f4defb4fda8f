//! What an action comes to for a selection, before anything is sent, and what is sent then.

use std::collections::BTreeMap;

use super::action::BulkAction;
use super::verdict::{Choice, Known, Reason, Verdict, verdict};
use crate::device::Device;

/// The outcome for a selection; devices by their place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub now: Vec<usize>,
    pub already: Vec<usize>,
    pub held: BTreeMap<Reason, Vec<usize>>,
}

/// A device that is to be sent something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its place in the selection.
    pub at: usize,
    /// Update locks are ignored.
    pub force: bool,
}

impl Plan {
    /// Looks at every device.
    pub fn of(action: &BulkAction, devices: &[Device], known: &Known<'_>) -> Self {
        let mut plan = Self::default();
        for (at, device) in devices.iter().enumerate() {
            match verdict(action, device, known) {
                Verdict::Now => plan.now.push(at),
                Verdict::Already => plan.already.push(at),
                Verdict::Held(reason) => plan.held.entry(reason).or_default().push(at),
            }
        }
        plan
    }

    /// Whom to send it to, in the order of the selection. A reason nobody chose about has its default.
    pub fn steps(&self, chosen: &BTreeMap<Reason, Choice>) -> Vec<Step> {
        let mut steps: Vec<Step> = self.now.iter().map(|at| Step { at: *at, force: false }).collect();
        for (reason, devices) in &self.held {
            let choice = choice(*reason, chosen);
            if choice != Choice::Skip {
                steps.extend(devices.iter().map(|at| Step { at: *at, force: choice == Choice::Force }));
            }
        }
        steps.sort_unstable_by_key(|step| step.at);
        steps
    }

    /// How many are left out by choice.
    pub fn skipped(&self, chosen: &BTreeMap<Reason, Choice>) -> usize {
        let is_skipped = |reason: &Reason| choice(*reason, chosen) == Choice::Skip;
        self.held.iter().filter(|(reason, _)| is_skipped(reason)).map(|(_, devices)| devices.len()).sum()
    }
}

/// What was chosen about a reason, or its default.
pub fn choice(reason: Reason, chosen: &BTreeMap<Reason, Choice>) -> Choice {
    let choices = reason.choices();
    chosen.get(&reason).copied().filter(|choice| choices.contains(choice)).unwrap_or(choices[0])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bulk::action::{Destination, OsTarget};
    use crate::bulk::variables::Setting;
    use crate::device::{Metrics, Tag};
    use crate::device_status::DeviceStatus;
    use crate::heartbeat::HeartbeatState;
    use crate::release_ref::ReleaseRef;
    use crate::update_status::UpdateStatus;

    pub(in crate::bulk) fn device(id: i64, is_connected: bool) -> Device {
        Device {
            id,
            uuid: format!("{id:032x}").parse().unwrap(),
            name: format!("ford-{id}"),
            status: DeviceStatus::Operational,
            progress: None,
            is_connected_to_vpn: is_connected,
            heartbeat: HeartbeatState::Online,
            link_changed_at: None,
            heartbeat_changed_at: None,
            update_status: None,
            os_version: None,
            supervisor_version: Some("17.1.0".to_owned()),
            metrics: Metrics::default(),
            device_type: Some("Raspberry Pi 4".to_owned()),
            running: None,
            target: None,
            pinned: None,
            tags: Vec::new(),
        }
    }

    fn plan(action: &BulkAction, devices: &[Device]) -> Plan {
        let processors = [("Raspberry Pi 4".to_owned(), "aarch64".to_owned())].into();
        Plan::of(action, devices, &Known { processors: Some(&processors), ..Known::default() })
    }

    #[test]
    fn commands_reach_who_is_connected_and_are_lost_on_the_others() {
        let never = Device { supervisor_version: None, ..device(3, false) };
        let locked = Device { update_status: Some(UpdateStatus::Downloaded), ..device(4, true) };
        let devices = [device(1, true), device(2, false), never, locked];
        let restart = plan(&BulkAction::RestartServices, &devices);
        assert_eq!((restart.now.as_slice(), restart.already.as_slice()), ([0].as_slice(), [].as_slice()));
        assert_eq!(restart.held[&Reason::Offline], [1]);
        assert_eq!(restart.held[&Reason::NoSupervisor], [2]);
        assert_eq!(restart.held[&Reason::Locked], [3]);
        // A light blinks whatever is locked.
        assert_eq!(plan(&BulkAction::Identify, &devices).now, [0, 3]);
    }

    #[test]
    fn a_choice_is_followed_when_there_is_such_a_choice() {
        let locked = Device { update_status: Some(UpdateStatus::Downloaded), ..device(2, true) };
        let devices =
            [device(1, true), locked, device(3, false), Device { supervisor_version: None, ..device(4, false) }];
        let plan = plan(&BulkAction::Reboot, &devices);
        let steps = |chosen: &[(Reason, Choice)]| -> Vec<(usize, bool)> {
            plan.steps(&chosen.iter().copied().collect()).iter().map(|step| (step.at, step.force)).collect()
        };
        assert_eq!(steps(&[]), [(0, false), (1, false)]);
        assert_eq!(plan.skipped(&BTreeMap::new()), 2);
        assert_eq!(steps(&[(Reason::Locked, Choice::Force)]), [(0, false), (1, true)]);
        assert_eq!(steps(&[(Reason::Locked, Choice::Skip), (Reason::Offline, Choice::Ask)]), [(0, false), (2, false)]);
        assert_eq!(steps(&[(Reason::NoSupervisor, Choice::Force)]), [(0, false), (1, false)]);
    }

    #[test]
    fn what_is_so_already_is_left_alone() {
        let release = ReleaseRef { id: 7, label: "1.5.0".to_owned() };
        let tag = Tag { key: "site".to_owned(), value: "north".to_owned() };
        let pinned = Device { pinned: Some(release.clone()), tags: vec![tag.clone()], ..device(1, true) };
        let devices = [pinned, device(2, true), device(3, false)];
        let pin = plan(&BulkAction::Pin(release), &devices);
        assert_eq!((pin.already, pin.now), (vec![0], vec![1]));
        assert_eq!(pin.held[&Reason::Pending], [2]);
        assert_eq!(plan(&BulkAction::Unpin, &devices).already, [1, 2]);
        // Nobody needs to be there to be tagged.
        assert_eq!(plan(&BulkAction::SetTag(tag.clone()), &devices).now, [1, 2]);
        assert_eq!(plan(&BulkAction::SetTag(Tag { value: "south".to_owned(), ..tag }), &devices).now, [0, 1, 2]);
        assert_eq!(plan(&BulkAction::RemoveTag("site".to_owned()), &devices).already, [1, 2]);
    }

    #[test]
    fn who_holds_the_variables_already_is_left_alone() {
        let setting = |value: &str| Setting { name: "RATE".to_owned(), value: value.to_owned() };
        let held = [(1, setting("20")), (2, setting("17"))].into_iter().collect();
        let set = BulkAction::SetVariables(vec![setting("20")]);
        let devices = [device(1, true), device(2, true)];
        let read = Plan::of(&set, &devices, &Known { variables: Some(&held), ..Known::default() });
        assert_eq!((read.already, read.now), (vec![0], vec![1]));
        // Until it is known what they hold, nobody is left out.
        assert_eq!(Plan::of(&set, &devices, &Known::default()).now, [0, 1]);
    }

    #[test]
    fn a_device_moves_only_where_it_can_run() {
        let to = |architecture: Option<&str>| {
            BulkAction::Move(Destination {
                id: 9,
                name: "other".to_owned(),
                architecture: architecture.map(str::to_owned),
            })
        };
        let devices = [device(1, true)];
        assert_eq!(plan(&to(Some("amd64")), &devices).held[&Reason::WrongArchitecture], [0]);
        assert_eq!(plan(&to(Some("armv7hf")), &devices).now, [0]);
        // The server has the last word about what is not known here.
        assert_eq!(plan(&to(None), &devices).now, [0]);
        let os = |device_type: &str| {
            BulkAction::SetOs(OsTarget {
                release: ReleaseRef { id: 1, label: "6.5".to_owned() },
                device_type: Some(device_type.to_owned()),
            })
        };
        assert_eq!(plan(&os("Intel NUC"), &devices).held[&Reason::WrongDeviceType], [0]);
        assert_eq!(plan(&os("Raspberry Pi 4"), &devices).now, [0]);
    }

    #[test]
    fn who_works_is_not_forgotten_unseen() {
        let plan = plan(&BulkAction::Delete, &[device(1, true), device(2, false)]);
        assert_eq!((plan.now.as_slice(), plan.held[&Reason::Connected].as_slice()), ([1].as_slice(), [0].as_slice()));
        assert_eq!(plan.steps(&BTreeMap::new()).len(), 2);
    }
}
