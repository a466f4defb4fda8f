//! Where a release stands, as a mark with its word.

use leptos::prelude::*;
use model::release::Standing;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

/// The hue and the shape of a standing.
pub const fn mark(standing: Standing) -> (Tone, Shape) {
    match standing {
        Standing::Success => (Tone::Ok, Shape::Disc),
        Standing::Draft => (Tone::Idle, Shape::Ring),
        Standing::Building => (Tone::Busy, Shape::Arc),
        Standing::Failed | Standing::Invalidated => (Tone::Fail, Shape::Square),
        Standing::Cancelled => (Tone::Idle, Shape::Dash),
    }
}

/// In tables.
#[component]
pub fn ReleaseStanding(#[prop(into)] standing: Signal<Standing>) -> impl IntoView {
    let tone = Signal::derive(move || mark(standing.get()).0);
    let shape = Signal::derive(move || mark(standing.get()).1);
    view! { <StateLabel tone shape>{move || standing.get().label()}</StateLabel> }
}
