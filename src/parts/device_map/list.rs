//! What is in sight on the map, as a list beside it.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::prelude::*;
use model::figure::{counted, grouped};

use super::clusters::{Cluster, Located};
use crate::parts::device_state::DeviceState;
use crate::routes::place::Place;

/// So many are listed; who wants another goes closer or filters.
const MOST: usize = 100;

/// The devices in sight, by name.
#[component]
pub(super) fn PlaceList(devices: Memo<Vec<Located>>, found: Memo<Vec<Cluster>>) -> impl IntoView {
    let seen = Memo::new(move |_| {
        let mut seen: Vec<usize> = found.with(|found| found.iter().flat_map(|one| one.members.clone()).collect());
        devices.with(|devices| seen.sort_by(|one, other| devices[*one].name.cmp(&devices[*other].name)));
        seen
    });
    let rows = move || {
        devices.with(|devices| {
            let shown = seen.get().into_iter().take(MOST).filter_map(|index| devices.get(index));
            shown
                .map(|device| {
                    let href = Place::device(device.uuid.clone()).to_string();
                    let name = device.name.clone();
                    let status = device.status;
                    view! {
                        <li>
                            <a class="strong cut" href=href>{name}</a>
                            <DeviceState status progress=None />
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let more = move || {
        let beyond = seen.with(|seen| seen.len().saturating_sub(MOST));
        (beyond > 0).then(|| view! { <p class="small muted">{format!("and {} more", grouped(beyond as u64))}</p> })
    };
    view! {
        <section class="map-list" aria-label="Devices in sight">
            <h2 class="small muted">{move || format!("{} in sight", counted(seen.with(Vec::len) as u64, "device", "devices"))}</h2>
            <ul>{rows}</ul>
            {more}
        </section>
    }
}
