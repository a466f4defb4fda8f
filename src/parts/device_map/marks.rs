//! The marks on the map: a device alone leads to its page, several go closer.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::prelude::*;
use model::figure::grouped;
use ui::state_mark::StateMark;

use super::clusters::{Cluster, Located, words};
use super::geometry::{Point, Window};
use crate::parts::device_state::{hue_of, shape_of};
use crate::routes::place::Place;

/// All of them; buttons and links, so that they are reached by keyboard and read out.
#[component]
pub(super) fn Marks(
    devices: Memo<Vec<Located>>,
    found: Memo<Vec<Cluster>>,
    window: RwSignal<Window>,
    on_closer: Callback<Vec<Point>>,
) -> impl IntoView {
    move || {
        let seen = window.get();
        devices.with(|devices| {
            found.with(|found| found.iter().map(|cluster| mark(devices, cluster, &seen, on_closer)).collect_view())
        })
    }
}

fn mark(devices: &[Located], cluster: &Cluster, window: &Window, on_closer: Callback<Vec<Point>>) -> AnyView {
    let (left, top) = window.seen(cluster.at);
    let (left, top) = (format!("{left:.1}px"), format!("{top:.1}px"));
    let label = words(devices, cluster);
    let state = view! { <StateMark tone=hue_of(cluster.worst.tone()) shape=shape_of(cluster.worst) /> };
    let members: Vec<&Located> = cluster.members.iter().filter_map(|index| devices.get(*index)).collect();
    if let [alone] = members.as_slice() {
        let href = Place::device(alone.uuid.clone()).to_string();
        return view! {
            <a class="map-mark" href=href aria-label=label.clone() title=label style:left=left style:top=top>{state}</a>
        }
        .into_any();
    }
    let points: Vec<Point> = members.iter().map(|device| device.point()).collect();
    let count = grouped(members.len() as u64);
    view! {
        <button
            type="button"
            class="map-mark many"
            aria-label=label.clone()
            title=label
            style:left=left
            style:top=top
            on:click=move |_| on_closer.run(points.clone())
        >
            {state}
            {count}
        </button>
    }
    .into_any()
}
