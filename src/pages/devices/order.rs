//! Which devices are shown and in which order: pure, so that it can be tested without a page.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use model::device::Device;
use model::figure::{counted, grouped};
use model::timestamp::Timestamp;

use crate::routes::device_list::{DeviceList, SortBy};

fn passes(device: &Device, list: &DeviceList, text: &str) -> bool {
    (list.states.is_empty() || list.states.contains(&device.status))
        && list.release.is_none_or(|id| device.running.as_ref().is_some_and(|running| running.id == id))
        && (text.is_empty() || device.name.to_lowercase().contains(text) || device.uuid.as_str().starts_with(text))
}

/// What is not known comes last in either direction.
fn known_first<T>(
    one: Option<T>,
    other: Option<T>,
    is_descending: bool,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if is_descending => compare(&other, &one),
        (Some(one), Some(other)) => compare(&one, &other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn compare(one: &Device, other: &Device, list: &DeviceList, now: Timestamp) -> Ordering {
    let down = list.is_descending;
    let number = |a: &f64, b: &f64| a.total_cmp(b);
    match list.sort {
        SortBy::Name => known_first(Some(&one.name), Some(&other.name), down, Ord::cmp),
        SortBy::State => known_first(Some(one.status), Some(other.status), down, Ord::cmp),
        SortBy::Release => {
            let id = |device: &Device| device.running.as_ref().map(|running| running.id);
            known_first(id(one), id(other), down, Ord::cmp)
        }
        SortBy::DeviceType => known_first(one.device_type.as_ref(), other.device_type.as_ref(), down, Ord::cmp),
        SortBy::HostOs => known_first(one.os_version.as_ref(), other.os_version.as_ref(), down, Ord::cmp),
        SortBy::Cpu => known_first(one.metrics.cpu_percent, other.metrics.cpu_percent, down, number),
        SortBy::Memory => known_first(one.metrics.memory_used, other.metrics.memory_used, down, number),
        SortBy::LastSeen => known_first(one.last_seen(now), other.last_seen(now), !down, Ord::cmp),
    }
}

/// The numbers of the devices that pass, in order; equal ones by name.
pub(super) fn ids(devices: &[Device], list: &DeviceList, now: Timestamp) -> Vec<i64> {
    let text = list.text.trim().to_lowercase();
    let mut passing: Vec<&Device> = devices.iter().filter(|device| passes(device, list, &text)).collect();
    passing.sort_by(|one, other| {
        compare(one, other, list, now).then_with(|| one.name.cmp(&other.name)).then(one.id.cmp(&other.id))
    });
    passing.into_iter().map(|device| device.id).collect()
}

/// Who is there at all.
pub(super) fn members(devices: &[Device]) -> BTreeSet<i64> {
    devices.iter().map(|device| device.id).collect()
}

/// The devices of these numbers, in that order.
pub(super) fn pick(devices: &[Device], ids: &[i64]) -> Vec<Device> {
    let by_id: HashMap<i64, &Device> = devices.iter().map(|device| (device.id, device)).collect();
    ids.iter().filter_map(|id| by_id.get(id).copied().cloned()).collect()
}

/// How many rows a fresh look would bring, take away or move.
pub(super) fn differences(fresh: &[i64], shown: &[i64]) -> usize {
    let (new, old): (BTreeSet<_>, BTreeSet<_>) = (fresh.iter().collect(), shown.iter().collect());
    let came_and_went = new.symmetric_difference(&old).count();
    let stays =
        |ids: &[i64], other: &BTreeSet<&i64>| ids.iter().copied().filter(|id| other.contains(id)).collect::<Vec<_>>();
    let moved = stays(fresh, &old).iter().zip(&stays(shown, &new)).filter(|(one, other)| one != other).count();
    came_and_went + moved
}

/// What an empty list was asked for.
pub(super) fn sentence(list: &DeviceList) -> String {
    let mut parts = Vec::new();
    if !list.text.is_empty() {
        parts.push(format!("a name with “{}”", list.text));
    }
    if !list.states.is_empty() {
        let words: Vec<&str> = list.states.iter().map(|state| state.label()).collect();
        parts.push(format!("the state {}", words.join(" or ")));
    }
    if list.release.is_some() {
        parts.push("this release".to_owned());
    }
    format!("No device has {}.", parts.join(" and "))
}

/// "19 of 8,967 devices".
pub(super) fn foot(shown: Option<usize>, total: Option<usize>) -> Option<String> {
    let (shown, total) = (shown? as u64, total? as u64);
    if shown == total {
        Some(counted(total, "device", "devices"))
    } else {
        Some(format!("{} of {}", grouped(shown), counted(total, "device", "devices")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_look_counts_what_came_went_and_moved() {
        assert_eq!(differences(&[1, 2, 3], &[1, 2, 3]), 0);
        assert_eq!(differences(&[1, 3, 2], &[1, 2, 3]), 2);
        assert_eq!(differences(&[1, 2], &[1, 2, 3]), 1);
        assert_eq!(differences(&[4, 1, 2], &[1, 2, 3]), 2);
    }

    #[test]
    fn what_is_not_known_comes_last_either_way() {
        let order = |down| {
            let mut values = [None, Some(2), Some(1)];
            values.sort_by(|a, b| known_first(*a, *b, down, Ord::cmp));
            values
        };
        assert_eq!(order(false), [Some(1), Some(2), None]);
        assert_eq!(order(true), [Some(2), Some(1), None]);
    }
}
