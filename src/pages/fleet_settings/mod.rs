//! A fleet's settings.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's settings.
#[component]
pub fn FleetSettingsPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = id;
    let _ = place;
    set_title(|| "Settings".to_owned());
    view! { <div class="head"><h1>"Settings"</h1></div> }
}
