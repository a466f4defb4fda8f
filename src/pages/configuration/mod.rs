//! A fleet's configuration.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's configuration.
#[component]
pub fn ConfigurationPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = id;
    let _ = place;
    set_title(|| "Configuration".to_owned());
    view! { <div class="head"><h1>"Configuration"</h1></div> }
}
