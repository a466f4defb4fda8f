//! The signed-in person's own pages.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// The signed-in person's own pages.
#[component]
pub fn AccountPage(place: Memo<Place>) -> impl IntoView {
    let _ = place;
    set_title(|| "Account".to_owned());
    view! { <div class="head"><h1>"Account"</h1></div> }
}
