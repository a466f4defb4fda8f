//! How devices come into a fleet: keys, and devices on their way.

use leptos::prelude::*;

use crate::routes::place::Place;
use crate::services::title::set_title;

/// How devices come into a fleet: keys, and devices on their way.
#[component]
pub fn ProvisioningPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = id;
    let _ = place;
    set_title(|| "Provisioning".to_owned());
    view! { <div class="head"><h1>"Provisioning"</h1></div> }
}
