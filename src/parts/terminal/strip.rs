//! What is said between a terminal's header and its screen when the shell cannot be typed to.

use leptos::prelude::*;
use ui::banner::Strip;
use ui::button::{Button, ButtonSize};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::tone::Tone;

use super::session::SessionState;

/// `on_retry` reconnects now, `on_start` opens another shell, `note` is something the person should know once.
#[component]
pub(super) fn TerminalStrip(
    state: Signal<SessionState>,
    note: Signal<Option<String>>,
    on_start: Callback<()>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let read = RwSignal::new(None::<String>);
    move || match state.get() {
        SessionState::Lost { .. } => view! {
            <Strip tone=Tone::Warn glyph=Glyph::Warning>
                "Network lost. Screen kept; typing is off."
                <span class="push"></span>
                <Button size=ButtonSize::Small on_press=on_retry>"Reconnect now"</Button>
            </Strip>
        }
        .into_any(),
        SessionState::WaitingForDevice => view! {
            <Strip tone=Tone::Idle>"The device is disconnected. The shell opens when it is back."</Strip>
        }
        .into_any(),
        SessionState::Ended { message, .. } => view! {
            <Strip tone=Tone::Idle>
                {if message.is_empty() { "The shell has ended.".to_owned() } else { message }}
                <span class="push"></span>
                <Button size=ButtonSize::Small on_press=on_start>"Start again"</Button>
            </Strip>
        }
        .into_any(),
        SessionState::Refused { message } => view! {
            <Strip tone=Tone::Fail glyph=Glyph::Warning>
                {message}
                <span class="push"></span>
                <Button size=ButtonSize::Small on_press=on_start>"Try again"</Button>
            </Strip>
        }
        .into_any(),
        SessionState::Idle => view! {
            <Strip tone=Tone::Idle>
                "No shell is open."
                <span class="push"></span>
                <Button size=ButtonSize::Small on_press=on_start>"Connect"</Button>
            </Strip>
        }
        .into_any(),
        SessionState::Connected { .. } => match note.get().filter(|note| read.get().as_ref() != Some(note)) {
            Some(note) => {
                let shown = note.clone();
                view! {
                    <Strip tone=Tone::Idle>
                        {shown}
                        <span class="push"></span>
                        <IconButton glyph=Glyph::Close label="Dismiss" on_press=move |()| read.set(Some(note.clone())) />
                    </Strip>
                }
                .into_any()
            }
            None => ().into_any(),
        },
        SessionState::Connecting => ().into_any(),
    }
}
