//! Words for assistive technology that the picture already says to the eye.

use leptos::prelude::*;

/// Text that is read but not seen.
#[component]
pub fn VisuallyHidden(children: Children) -> impl IntoView {
    view! { <span class="sr-only">{children()}</span> }
}
