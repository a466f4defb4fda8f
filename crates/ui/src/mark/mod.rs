//! The compass bowl seen from above, opened where the needle points 045°.

use leptos::prelude::*;

/// The mark in one colour (`currentColor`), decorative: the name stands beside it. `size` in px, at least 16.
#[component]
pub fn Mark(#[prop(default = 18)] size: u32) -> impl IntoView {
    view! {
        <svg width=size height=size viewBox="0 0 16 16" aria-hidden="true">
            <path d="M14.22 6.1A6.5 6.5 0 1 1 9.9 1.78" fill="none" stroke="currentColor" stroke-width="1.7" />
            <path d="M14.8 1.2 9.7 9.7 4.4 11.6 6.3 6.3z" fill="currentColor" />
        </svg>
    }
}

/// Mark and name side by side: `small` in the top bar (18 px mark), otherwise the size of the login card (22 px).
#[component]
pub fn Wordmark(#[prop(optional)] small: bool) -> impl IntoView {
    view! {
        <span class="wordmark" class:s=small>
            <Mark size=if small { 18 } else { 22 } />
            "Binnacle"
        </span>
    }
}
