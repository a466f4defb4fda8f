//! News of what finished elsewhere.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::{
    icon::Glyph,
    icon_button::IconButton,
    state_mark::{Shape, StateMark},
    tone::Tone,
};

/// How long a toast stays; failures stay until dismissed.
const STAYS: Duration = Duration::from_secs(5);
/// How many are shown at once, the newest at the bottom.
const SHOWN: usize = 3;

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Unique among the toasts of this page.
    pub id: u64,
    /// Its hue; `Tone::Fail` is said at once and stays.
    pub tone: Tone,
    /// What happened, one sentence.
    pub title: String,
    /// More of it.
    pub detail: Option<String>,
    /// Where one can see it: words and address.
    pub action: Option<(String, String)>,
}

/// The corner where toasts appear. The caller owns the list; `on_dismiss` gets the id of one that has had its time.
#[component]
pub fn ToastRegion(#[prop(into)] toasts: Signal<Vec<Toast>>, #[prop(into)] on_dismiss: Callback<u64>) -> impl IntoView {
    let shown = move || {
        let toasts = toasts.get();
        let skip = toasts.len().saturating_sub(SHOWN);
        toasts.into_iter().skip(skip).collect::<Vec<_>>()
    };
    view! {
        <section class="toasts" aria-label="Notifications">
            <For each=shown key=|toast| toast.id let:toast>
                <ToastCard toast on_dismiss />
            </For>
        </section>
    }
}

#[component]
fn ToastCard(toast: Toast, on_dismiss: Callback<u64>) -> impl IntoView {
    let id = toast.id;
    let fails = toast.tone == Tone::Fail;
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let start = move || {
        if !fails {
            timer.set_value(set_timeout_with_handle(move || on_dismiss.run(id), STAYS).ok());
        }
    };
    start();
    on_cleanup(stop);
    let shape = match toast.tone {
        Tone::Ok => Shape::Disc,
        Tone::Busy => Shape::Arc,
        Tone::Warn => Shape::Triangle,
        Tone::Fail => Shape::Square,
        Tone::Idle => Shape::Ring,
    };
    view! {
        <div
            class="toast"
            role=if fails { "alert" } else { "status" }
            on:pointerenter=move |_| stop()
            on:pointerleave=move |_| start()
            on:focusin=move |_| stop()
            on:focusout=move |_| start()
        >
            <StateMark tone=toast.tone shape />
            <div class="words">
                <b>{toast.title}</b>
                {toast.detail.map(|detail| view! { <div class="small muted">{detail}</div> })}
            </div>
            {toast.action.map(|(words, href)| view! { <a class="link small" href=href>{words}</a> })}
            <IconButton glyph=Glyph::Close label="Dismiss" on_press=move |()| on_dismiss.run(id) />
        </div>
    }
}
