//! A reading against its limit.

use leptos::prelude::*;

use crate::progress::width;

/// From this share on a reading is amber, then red (components.md §6).
const NEAR: f64 = 0.80;
const AT_LIMIT: f64 = 0.95;

/// One row: name, bar, reading. `share` is 0–1 of the limit; `None` for either shows an empty bar and "—".
#[component]
pub fn Meter(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] share: Signal<Option<f64>>,
    #[prop(into)] reading: Signal<Option<String>>,
) -> impl IntoView {
    let level = Memo::new(move |_| match share.get() {
        Some(share) if share >= AT_LIMIT => ("f-fail", "fail-t"),
        Some(share) if share >= NEAR => ("f-warn", "warn-t"),
        _ => ("f-muted", ""),
    });
    let words = Memo::new(move |_| reading.get().unwrap_or_else(|| "—".to_owned()));
    let bar = move || {
        let fill = view! { <i class=move || level.get().0 style:width=move || width(share.get().unwrap_or(0.0))></i> };
        if share.with(Option::is_some) {
            let now = move || share.get().map(|share| format!("{:.0}", share.clamp(0.0, 1.0) * 100.0));
            view! {
                <div
                    class="pb"
                    role="meter"
                    aria-label=label
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=now
                    aria-valuetext=words
                >
                    {fill}
                </div>
            }
            .into_any()
        } else {
            view! { <div class="pb" aria-hidden="true"></div> }.into_any()
        }
    };
    view! {
        <div class="meter">
            <span class="muted">{label}</span>
            {bar}
            <span class=move || level.get().1>{words}</span>
        </div>
    }
}
