//! Which release runs, and which one it goes to.

use leptos::prelude::*;
use model::figure::UNKNOWN;
use model::release_ref::ReleaseRef;
use ui::icon::{Glyph, Icon};

/// `2.13.9 → 2.14.1`, `2.14.1` when both are the same, with a pin when the device is pinned.
#[component]
pub fn ReleaseArrow(
    #[prop(into)] running: Signal<Option<ReleaseRef>>,
    #[prop(into)] target: Signal<Option<ReleaseRef>>,
    #[prop(optional, into)] is_pinned: Signal<bool>,
) -> impl IntoView {
    let parts = Memo::new(move |_| {
        let (running, target) = (running.get(), target.get());
        let on_target =
            target.as_ref().is_none_or(|target| running.as_ref().is_some_and(|running| running.id == target.id));
        let label = |release: Option<ReleaseRef>| release.map_or_else(|| UNKNOWN.to_owned(), |release| release.label);
        (label(running), target.filter(|_| !on_target).map(|target| target.label))
    });
    view! {
        <span class="rel">
            {move || match parts.get() {
                (running, None) => view! { <span>{running}</span> }.into_any(),
                (running, Some(target)) => {
                    view! {
                        <span class="muted">{running}</span>
                        <Icon glyph=Glyph::ArrowRight size=12 />
                        <span class="sr-only">" to "</span>
                        <span>{target}</span>
                    }
                        .into_any()
                }
            }}
            {move || {
                is_pinned.get().then(|| {
                    view! {
                        <Icon glyph=Glyph::Pin size=12 />
                        <span class="sr-only">"pinned"</span>
                    }
                })
            }}
        </span>
    }
}
