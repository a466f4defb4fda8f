//! How far the devices of a fleet are with its target release.

use model::device::Device;
use model::device_status::DeviceStatus;

/// How many of the devices that should run `target` do, how many are on the way, held, failed, or not reached yet.
pub(super) fn rollout(devices: &[Device], target: i64) -> [u64; 5] {
    use model::update_status::UpdateStatus::{Aborted, Downloaded, Rejected};
    let mut counts = [0; 5];
    for device in devices.iter().filter(|device| device.target.as_ref().is_some_and(|release| release.id == target)) {
        let at = if !device.is_off_target() {
            0
        } else if device.status == DeviceStatus::Updating {
            1
        } else {
            match device.update_status {
                Some(Downloaded) => 2,
                Some(Aborted | Rejected) => 3,
                _ => 4,
            }
        };
        counts[at] += 1;
    }
    counts
}
