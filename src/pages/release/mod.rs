//! One release: what it is made of, how it was built, who runs it.

use leptos::prelude::*;

use crate::services::title::set_title;

/// One release: what it is made of, how it was built, who runs it.
#[component]
pub fn ReleasePage(id: i64, release: i64) -> impl IntoView {
    let _ = id;
    let _ = release;
    set_title(|| "Release".to_owned());
    view! { <div class="head"><h1>"Release"</h1></div> }
}
