//! What a fleet's devices come to in a word: the worst that concerns anybody.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::grouped;
use model::fleet::StatusCounts;
use ui::badge::Badge;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

fn summary(counts: &StatusCounts) -> (Tone, Shape, String) {
    use DeviceStatus::{Configuring, Disconnected, Inactive, PostProvisioning, ReducedFunctionality, Updating};
    let total = counts.total();
    let busy = counts.in_any(&[Updating, Configuring, PostProvisioning]);
    let gone = counts.in_any(&[Disconnected, Inactive]);
    if total == 0 {
        (Tone::Idle, Shape::Dash, "No devices".to_owned())
    } else if counts.get(ReducedFunctionality) > 0 {
        (Tone::Warn, Shape::Triangle, "Needs attention".to_owned())
    } else if busy > 0 {
        (Tone::Busy, Shape::Arc, format!("{} updating", grouped(busy)))
    } else if gone == total {
        (Tone::Idle, Shape::Ring, "Disconnected".to_owned())
    } else if gone > 0 {
        (Tone::Idle, Shape::Ring, format!("{} disconnected", grouped(gone)))
    } else {
        (Tone::Ok, Shape::Disc, "Operational".to_owned())
    }
}

/// Filled when it concerns somebody, quiet otherwise.
#[component]
pub fn FleetState(#[prop(into)] counts: Signal<StatusCounts>) -> impl IntoView {
    let words = Memo::new(move |_| counts.with(summary).2);
    move || {
        let words = words.get();
        let (tone, shape, _) = counts.with_untracked(summary);
        if matches!(tone, Tone::Warn | Tone::Busy) {
            view! { <Badge fill=ui::badge::BadgeFill::from(tone) shape=shape>{words}</Badge> }.into_any()
        } else {
            view! { <StateLabel tone shape>{words}</StateLabel> }.into_any()
        }
    }
}
