//! Devices that are too close to be told apart, counted as one.

use std::collections::BTreeMap;

use model::device_status::DeviceStatus;
use model::device_uuid::DeviceUuid;
use model::figure::counted;

use super::geometry::{Point, Window};

/// A device that says where it is. Degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    pub uuid: DeviceUuid,
    pub name: String,
    pub status: DeviceStatus,
    pub latitude: f64,
    pub longitude: f64,
}

impl Located {
    pub(super) fn point(&self) -> Point {
        Point::of(self.latitude, self.longitude)
    }
}

/// So close, in px, counts as one.
const CELL: f64 = 56.0;

/// One mark on the map: the places of its devices in the list it was made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cluster {
    pub(super) at: Point,
    pub(super) members: Vec<usize>,
    /// The state that most needs a look.
    pub(super) worst: DeviceStatus,
}

/// What is in sight, put together by the cells of a grid that stands still under the map while it is moved.
pub(super) fn clusters(devices: &[Located], window: &Window) -> Vec<Cluster> {
    let cell = CELL / window.scale;
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (index, device) in devices.iter().enumerate() {
        let at = device.point();
        if window.holds(at) {
            cells.entry((whole(at.x / cell), whole(at.y / cell))).or_default().push(index);
        }
    }
    cells.into_values().filter_map(|members| cluster(devices, members)).collect()
}

fn cluster(devices: &[Located], members: Vec<usize>) -> Option<Cluster> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut worst: Option<DeviceStatus> = None;
    for device in members.iter().filter_map(|index| devices.get(*index)) {
        let at = device.point();
        (x, y) = (x + at.x, y + at.y);
        if worst.is_none_or(|worst| urgency(device.status) > urgency(worst)) {
            worst = Some(device.status);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "no fleet has 2^52 devices")]
    let count = members.len() as f64;
    Some(Cluster { at: Point { x: x / count, y: y / count }, members, worst: worst? })
}

/// Trouble before change before absence before health.
const fn urgency(status: DeviceStatus) -> u8 {
    match status {
        DeviceStatus::ReducedFunctionality => 5,
        DeviceStatus::Disconnected => 4,
        DeviceStatus::Updating => 3,
        DeviceStatus::Configuring | DeviceStatus::PostProvisioning => 2,
        DeviceStatus::Operational => 1,
        DeviceStatus::Inactive => 0,
    }
}

/// "12 devices near 52.4° N 4.9° E: 10 operational, 2 disconnected"; a device alone by name and state.
pub(super) fn words(devices: &[Located], cluster: &Cluster) -> String {
    let members = cluster.members.iter().filter_map(|index| devices.get(*index));
    if let ([index], Some(worst)) = (cluster.members.as_slice(), Some(cluster.worst.label())) {
        return devices.get(*index).map_or_else(String::new, |device| format!("{}, {worst}", device.name));
    }
    let mut counts: BTreeMap<u8, (DeviceStatus, u64)> = BTreeMap::new();
    for device in members {
        counts.entry(u8::MAX - urgency(device.status)).or_insert((device.status, 0)).1 += 1;
    }
    let states: Vec<String> =
        counts.values().map(|(status, count)| format!("{count} {}", status.label().to_lowercase())).collect();
    let devices = counted(cluster.members.len() as u64, "device", "devices");
    format!("{devices} near {}: {}", cluster.at.words(), states.join(", "))
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn whole(cells: f64) -> i64 {
    cells.floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(name: &str, status: DeviceStatus, latitude: f64, longitude: f64) -> Located {
        let uuid = "7f3a9c1e2b04d5a67f3a9c1e2b04d5a6".parse().unwrap();
        Located { uuid, name: name.to_owned(), status, latitude, longitude }
    }

    #[test]
    fn near_devices_are_one_mark_with_the_worst_state() {
        let devices = [
            device("a", DeviceStatus::Operational, 52.40, 4.90),
            device("b", DeviceStatus::Disconnected, 52.41, 4.91),
            device("c", DeviceStatus::Operational, -33.9, 151.2),
        ];
        let window = Window::world((900.0, 600.0));
        let found = clusters(&devices, &window);
        assert_eq!(found.iter().map(|one| one.members.len()).sum::<usize>(), 3);
        let pair = found.iter().find(|one| one.members.len() == 2).unwrap();
        assert_eq!(pair.worst, DeviceStatus::Disconnected);
        assert_eq!(words(&devices, pair), "2 devices near 52.4° N 4.9° E: 1 disconnected, 1 operational");
        let alone = found.iter().find(|one| one.members == [2]).unwrap();
        assert_eq!(words(&devices, alone), "c, Operational");
        let close = Window::around([devices[0].point(), devices[1].point()].into_iter(), (900.0, 600.0))
            .zoomed(40.0, (450.0, 300.0));
        assert!(clusters(&devices, &close).iter().all(|one| one.members.len() == 1));
    }
}
