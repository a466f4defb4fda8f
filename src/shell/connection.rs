//! Whether what is shown is live: a word in the top bar, and a strip when it is not.

use leptos::prelude::*;
use ui::banner::Banner;
use ui::button::{Button, ButtonSize};
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

use crate::data::hub::use_hub;
use crate::data::link::LinkState;
use crate::services::clock::{use_now, wall};

/// A break shorter than this, in milliseconds, is no news.
const NEWS_AFTER_MS: i64 = 1_500;

/// The word in the top bar.
#[component]
pub(super) fn ConnectionState() -> impl IntoView {
    let link = use_hub().link();
    let tone = Signal::derive(move || match link.get() {
        LinkState::Live => Tone::Ok,
        LinkState::Connecting => Tone::Busy,
        LinkState::Lost { .. } => Tone::Warn,
    });
    let shape = Signal::derive(move || match link.get() {
        LinkState::Live => Shape::Disc,
        LinkState::Connecting => Shape::Arc,
        LinkState::Lost { .. } => Shape::Triangle,
    });
    let word = move || match link.get() {
        LinkState::Live => "Live",
        LinkState::Connecting => "Connecting",
        LinkState::Lost { .. } => "Connection lost",
    };
    view! {
        <div class="live">
            <StateMark tone shape />
            {word}
        </div>
    }
}

/// The strip over the page while the connection is lost; the page stays.
#[component]
pub(super) fn LostStrip() -> impl IntoView {
    let (hub, now) = (use_hub(), use_now());
    let link = hub.link();
    let since = Memo::new(move |_| match link.get() {
        LinkState::Lost { since, .. } if now.get() - since > NEWS_AFTER_MS => Some(since),
        _ => None,
    });
    let wait = move || match link.get() {
        LinkState::Lost { retry_at, .. } => match (retry_at - now.get() + 999) / 1_000 {
            seconds @ 1.. => format!("retrying in {seconds} s."),
            _ => "retrying now.".to_owned(),
        },
        _ => String::new(),
    };
    move || {
        since.get().map(|since| {
            view! {
                <Banner action=move || view! { <Button size=ButtonSize::Small on_press=move |()| hub.retry_now()>"Retry now"</Button> }>
                    {format!("Connection lost. Showing data from {}; ", wall(since))}
                    <span aria-hidden="true">{wait}</span>
                </Banner>
            }
            .into_any()
        })
    }
}
