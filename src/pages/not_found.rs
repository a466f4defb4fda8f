//! There is nothing at this address; the frame stays.

use leptos::prelude::*;
use ui::button::{ButtonKind, LinkButton};

use crate::routes::place::Place;
use crate::services::title::set_title;

/// The page of an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_title(|| "Not found".to_owned());
    view! {
        <div class="center missing">
            <h1>"There is no such page"</h1>
            <p class="muted">"The address may be mistyped, or what it led to is gone."</p>
            <LinkButton kind=ButtonKind::Ink href=Place::fleets().to_string()>"Go to fleets"</LinkButton>
        </div>
    }
}
