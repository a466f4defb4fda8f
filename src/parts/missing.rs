//! What the address names is not there, or may not be seen: said in the frame.

use leptos::prelude::*;
use ui::button::{ButtonKind, LinkButton};

use crate::routes::place::Place;

/// `what` is "fleet" or "device"; `name` is how the address called it.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn Missing(what: &'static str, name: String) -> impl IntoView {
    let sentence = format!("No {what} “{name}” exists here, or you have no access to it. Ask its fleet's owner.");
    view! {
        <div class="center missing">
            <h1>{format!("There is no such {what}")}</h1>
            <p class="muted">
                {sentence}
            </p>
            <LinkButton kind=ButtonKind::Ink href=Place::fleets().to_string()>"Go to fleets"</LinkButton>
        </div>
    }
}
