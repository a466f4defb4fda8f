//! The way in by itself: the login page for who has not loaded the dashboard yet, and then on to the page asked for.

use leptos::ev;
use leptos::prelude::*;

use crate::data::hub::provide_hub;
use crate::data::session::{Who, provide_session};
use crate::pages::login::LoginPage;
use crate::pages::unreachable::UnreachablePage;
use crate::routes::place::Place;
use crate::services::clock::provide_clock;
use crate::services::theme::provide_theme;
use crate::services::title::provide_title;

/// What stands on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Nothing,
    Unreachable(String),
    Login,
}

/// The login page without the rest of the dashboard, which the browser fetches while a person types.
#[component]
pub fn Entrance() -> impl IntoView {
    provide_clock();
    provide_theme();
    provide_title();
    provide_hub();
    let session = provide_session();
    let who = session.who();
    Effect::new(move |_| {
        if matches!(who.get(), Who::Somebody(_)) {
            go_on();
        }
    });
    // The first sign of a person: who only opens the page pays for nothing more.
    let signs = [
        window_event_listener(ev::pointermove, |_| prefetch_dashboard()),
        window_event_listener(ev::pointerdown, |_| prefetch_dashboard()),
        window_event_listener(ev::keydown, |_| prefetch_dashboard()),
        window_event_listener(ev::input, |_| prefetch_dashboard()),
    ];
    on_cleanup(move || signs.into_iter().for_each(WindowListenerHandle::remove));
    let stage = Memo::new(move |former: Option<&Stage>| match who.get() {
        Who::Unknown => Stage::Nothing,
        Who::Unreachable(failure) => Stage::Unreachable(failure.to_string()),
        Who::Nobody => Stage::Login,
        // The form stays until the next page is there.
        Who::Somebody(_) => former.cloned().unwrap_or(Stage::Nothing),
    });
    Effect::new(move |_| {
        if stage.get() != Stage::Nothing {
            end_prepaint();
        }
    });
    move || match stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Unreachable(why) => view! { <UnreachablePage why on_retry=move || session.ask() /> }.into_any(),
        Stage::Login => view! { <LoginPage /> }.into_any(),
    }
}

/// Loads the page that was asked for, in place of this one.
fn go_on() {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    let to = match Place::read("/login", &query) {
        Place::Login { return_to: Some(address) } => address,
        _ => Place::fleets().to_string(),
    };
    // It only fails for addresses that are none, and `Place` lets none through.
    let _ = location.replace(&to);
}

/// Takes the quiet first card of `login.html` away, in the same task in which the real one is drawn.
fn end_prepaint() {
    if let Some(card) = document().get_element_by_id("prepaint") {
        card.remove();
    }
}

/// Lets the browser fetch what the build marked as needed next.
fn prefetch_dashboard() {
    while let Ok(Some(link)) = document().query_selector("link[rel=later]") {
        if link.set_attribute("rel", "prefetch").is_err() {
            return;
        }
    }
}
