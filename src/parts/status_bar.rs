//! A fleet's devices by state as one stacked bar.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::{counted, grouped};
use model::fleet::StatusCounts;
use ui::progress::{BarHeight, Fill, Segment, StackedBar};

use super::device_state::hue_of;

/// "8 devices: 5 operational, 2 updating, 1 disconnected".
pub fn words_of(counts: &StatusCounts) -> String {
    let parts: Vec<String> = DeviceStatus::ALL
        .into_iter()
        .filter(|status| counts.get(*status) > 0)
        .map(|status| format!("{} {}", grouped(counts.get(status)), status.label().to_lowercase()))
        .collect();
    let devices = counted(counts.total(), "device", "devices");
    if parts.is_empty() { devices } else { format!("{devices}: {}", parts.join(", ")) }
}

/// The bar; the counts are its name.
#[component]
pub fn StatusBar(#[prop(into)] counts: Signal<StatusCounts>) -> impl IntoView {
    let segments = Signal::derive(move || {
        counts.with(|counts| {
            DeviceStatus::ALL
                .into_iter()
                .map(|status| Segment { fill: Fill::from(hue_of(status.tone())), count: counts.get(status) })
                .collect::<Vec<_>>()
        })
    });
    let label = Signal::derive(move || counts.with(words_of));
    view! { <StackedBar segments label height=BarHeight::H6 /> }
}
