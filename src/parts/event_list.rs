//! What changed on a device: when, what, from what to what, and who did it.

use leptos::prelude::*;
use model::device_event::{DeviceEvent, Weight};
use model::figure::UNKNOWN;
use ui::icon::{Glyph, Icon};
use ui::relative_time::RelativeTime;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

const fn mark(weight: Weight) -> (Tone, Shape) {
    match weight {
        Weight::Plain => (Tone::Idle, Shape::Disc),
        Weight::Good => (Tone::Ok, Shape::Disc),
        Weight::Bad => (Tone::Fail, Shape::Square),
        Weight::Away => (Tone::Idle, Shape::Ring),
    }
}

/// Newest first.
#[component]
pub fn EventList(#[prop(into)] events: Signal<Vec<DeviceEvent>>, #[prop(into)] now: Signal<i64>) -> impl IntoView {
    view! {
        <ol class="events" aria-label="History">
            <For each=move || events.get() key=|event| event.id let:event>
                <Entry event now />
            </For>
        </ol>
    }
}

#[component]
fn Entry(event: DeviceEvent, now: Signal<i64>) -> impl IntoView {
    let (tone, shape) = mark(event.weight());
    let word = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or(UNKNOWN).to_owned();
    let values = event.values().map(|(was, became)| {
        let is_answer = event.kind == "action";
        let (was, became) = (word(was), word(became));
        if is_answer {
            view! { <bdi class="event-values fail-t">{format!("The device answered {became}")}</bdi> }.into_any()
        } else {
            view! {
                <span class="event-values">
                    <bdi class="muted">{was}</bdi>
                    <Icon glyph=Glyph::ArrowRight size=12 />
                    <span class="sr-only">" to "</span>
                    <bdi>{became}</bdi>
                </span>
            }
            .into_any()
        }
    });
    view! {
        <li class="event">
            <StateMark tone shape />
            <span class="event-what">
                <bdi class="strong">{event.sentence()}</bdi>
                {values}
            </span>
            <bdi class="event-who muted cut">{event.who.words()}</bdi>
            <span class="muted tn nowrap"><RelativeTime at=Signal::stored(Some(event.at.millis())) now suffix=" ago" /></span>
        </li>
    }
    .into_any()
}
