//! Which fleets are shown, and which comes first.

use std::cmp::{Ordering, Reverse};

use model::device_status::DeviceStatus;
use model::fleet::{Fleet, StatusCounts};

use crate::routes::fleet_list::FleetOrder;

/// The fleets that have `text` in their name, slug, device type or target release, in the order asked for.
pub(super) fn ordered(fleets: &[Fleet], text: &str, order: FleetOrder) -> Vec<Fleet> {
    let text = text.trim().to_lowercase();
    let has = |part: &str| part.to_lowercase().contains(&text);
    let matches = |fleet: &&Fleet| {
        text.is_empty()
            || has(&fleet.name)
            || has(&fleet.slug)
            || fleet.device_type.as_deref().is_some_and(has)
            || fleet.target.as_ref().is_some_and(|target| has(&target.label))
    };
    let mut found: Vec<Fleet> = fleets.iter().filter(matches).cloned().collect();
    match order {
        FleetOrder::Worst => found.sort_by(worst_first),
        FleetOrder::Name => found.sort_by_cached_key(|fleet| fleet.name.to_lowercase()),
        FleetOrder::Size => found.sort_by_key(|fleet| Reverse(fleet.devices.total())),
    }
    found
}

fn worst_first(one: &Fleet, other: &Fleet) -> Ordering {
    severity(&one.devices).cmp(&severity(&other.devices)).then_with(|| one.name.cmp(&other.name))
}

/// Least first: what kind of trouble, then how much of the fleet is in it.
fn severity(counts: &StatusCounts) -> (u8, Reverse<u64>) {
    use DeviceStatus::{Configuring, Disconnected, Inactive, PostProvisioning, ReducedFunctionality, Updating};
    let total = counts.total();
    let reduced = counts.get(ReducedFunctionality);
    let gone = counts.in_any(&[Disconnected, Inactive]);
    let busy = counts.in_any(&[Updating, Configuring, PostProvisioning]);
    let (kind, count) = match (reduced, gone, busy) {
        (1.., _, _) => (0, reduced),
        (_, 1.., _) if gone == total => (1, gone),
        (_, _, 1..) => (2, busy),
        (_, 1.., _) => (3, gone),
        _ if total > 0 => (4, total),
        _ => (5, 0),
    };
    (kind, Reverse((count * 1_000).checked_div(total).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use model::timestamp::Timestamp;

    use super::*;

    fn fleet(name: &str, states: &[DeviceStatus]) -> Fleet {
        Fleet {
            id: 1,
            name: name.to_owned(),
            slug: format!("acme/{name}"),
            device_type: Some("Raspberry Pi 4".to_owned()),
            tracks_latest: true,
            target: None,
            releases: None,
            created_at: Timestamp::from_millis(0),
            devices: StatusCounts::of(states.iter().copied()),
        }
    }

    fn names(fleets: &[Fleet]) -> Vec<&str> {
        fleets.iter().map(|fleet| fleet.name.as_str()).collect()
    }

    #[test]
    fn the_worst_the_largest_or_the_first_of_the_alphabet() {
        use DeviceStatus::{Disconnected, Operational, ReducedFunctionality, Updating};
        let fleets = [
            fleet("none", &[]),
            fleet("fine", &[Operational, Operational, Operational]),
            fleet("some-gone", &[Operational, Disconnected]),
            fleet("busy", &[Operational, Updating]),
            fleet("all-gone", &[Disconnected]),
            fleet("half-bad", &[Operational, ReducedFunctionality]),
            fleet("Bad", &[ReducedFunctionality]),
        ];
        let order = |text, order| names(&ordered(&fleets, text, order)).join(" ");
        assert_eq!(order("", FleetOrder::Worst), "Bad half-bad all-gone busy some-gone fine none");
        assert_eq!(order("", FleetOrder::Name), "all-gone Bad busy fine half-bad none some-gone");
        assert!(order("", FleetOrder::Size).starts_with("fine"));
        assert_eq!(order(" BAD", FleetOrder::Name), "Bad half-bad");
        assert_eq!(ordered(&fleets, "raspberry", FleetOrder::Name).len(), 7);
        assert_eq!(order("nowhere", FleetOrder::Name), "");
    }
}
