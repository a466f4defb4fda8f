//! Two releases side by side.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// Two releases side by side.
#[component]
pub fn ComparePage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = id;
    let _ = place;
    set_title(|| "Compare releases".to_owned());
    view! { <div class="head"><h1>"Compare releases"</h1></div> }
}
