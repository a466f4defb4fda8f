//! What the address names is not there, or may not be seen: said in the frame.

use leptos::prelude::*;
use ui::button::{ButtonKind, LinkButton};

use crate::routes::place::Place;

/// `what` is "fleet" or "device"; `name` is how the address called it.
#[component]
pub fn Missing(what: &'static str, #[prop(into)] name: String) -> impl IntoView {
    view! {
        <div class="center missing">
            <h1>{format!("There is no such {what}")}</h1>
            <p class="muted">
                {format!("No {what} “{name}” exists here, or you have no access to it. Ask its fleet's owner.")}
            </p>
            <LinkButton kind=ButtonKind::Ink href=Place::Fleets.to_string()>"Go to fleets"</LinkButton>
        </div>
    }
}
