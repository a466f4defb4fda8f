//! A fleet's variables.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's variables.
#[component]
pub fn VariablesPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = id;
    let _ = place;
    set_title(|| "Variables".to_owned());
    view! { <div class="head"><h1>"Variables"</h1></div> }
}
