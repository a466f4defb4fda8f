//! Copies a text and says so.

use std::time::Duration;

use leptos::prelude::*;

use crate::{announcer::use_announcer, icon::Glyph, icon_button::IconButton};

/// How long the tick stays.
const ACKNOWLEDGED: Duration = Duration::from_millis(1_500);

/// The copy button alone: becomes a tick for a moment and announces "Copied", or why not.
#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let announcer = use_announcer();
    let done = RwSignal::new(false);
    let copy = move |()| {
        let text = text.get_untracked();
        leptos::task::spawn_local(async move {
            if write(&text).await {
                let _ = done.try_set(true);
                announcer.say("Copied");
                set_timeout(
                    move || {
                        let _ = done.try_set(false);
                    },
                    ACKNOWLEDGED,
                );
            } else {
                announcer.say("The browser did not allow copying; select the text instead");
            }
        });
    };
    let glyph = Signal::derive(move || if done.get() { Glyph::Check } else { Glyph::Copy });
    view! { <IconButton glyph label on_press=copy /> }
}

/// A machine's text in mono with a copy button. `shown` is what stands on the page when the whole is too long for it.
#[component]
pub fn CopyText(
    #[prop(into)] text: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] shown: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <span class="copy">
            <span class="mono cut" title=text>{move || shown.get().unwrap_or_else(|| text.get())}</span>
            <CopyButton text label />
        </span>
    }
}

async fn write(text: &str) -> bool {
    let Some(clipboard) = clipboard() else { return false };
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// The clipboard exists only on secure origins (https, localhost), so its absence is ordinary.
fn clipboard() -> Option<web_sys::Clipboard> {
    let navigator = window().navigator();
    let present =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    present.then(|| navigator.clipboard())
}
