//! The way in by itself: the login page for who has not loaded the dashboard yet, and then on to the page asked for.

use std::cell::RefCell;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::prelude::{Closure, JsValue};

use crate::data::handover;
use crate::data::hub::provide_hub;
use crate::data::session::{Who, provide_session};
use crate::data::signed::Signed;
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

/// What `public/dashboard-start.js` hears: the dashboard is to take this page over.
const BEGIN: &str = "binnacle:begin";
/// What it says when the dashboard stands.
const BEGUN: &str = "binnacle:begun";

/// Puts the way in on the page, until the dashboard has taken its place.
pub fn mount() {
    let Some(body) = document().body() else { return };
    let way_in = RefCell::new(Some(mount_to(body, Entrance)));
    let begun = Closure::<dyn Fn()>::new(move || drop(way_in.take()));
    let _ = window().add_event_listener_with_callback(BEGUN, begun.as_ref().unchecked_ref());
    begun.forget();
}

/// The login page without the rest of the dashboard, which is fetched and compiled while a person types.
#[component]
fn Entrance() -> impl IntoView {
    provide_clock();
    provide_theme();
    provide_title();
    provide_hub();
    let session = provide_session();
    let who = session.who();
    Effect::new(move |_| {
        if let Who::Somebody(signed) = who.get() {
            go_on(&signed);
        }
    });
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

/// The dashboard takes this page over, at the address that was asked for.
fn go_on(signed: &Signed) {
    handover::leave(signed);
    let location = window().location();
    let (path, query) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    // Elsewhere the way in was served in the place of the page that was asked for: the address is right.
    if let Place::Login { return_to } = Place::read(&path, &query) {
        let to = return_to.unwrap_or_else(|| Place::fleets().to_string());
        let history = window().history();
        let is_there =
            history.is_ok_and(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&to)).is_ok());
        if !is_there {
            // It only fails for addresses that are none, and `Place` lets none through.
            let _ = location.replace(&to);
            return;
        }
    }
    if let Ok(begin) = web_sys::Event::new(BEGIN) {
        let _ = window().dispatch_event(&begin);
    }
}

/// Takes the quiet first card of `login.html` away, in the same task in which the real one is drawn.
fn end_prepaint() {
    if let Some(card) = document().get_element_by_id("prepaint") {
        card.remove();
    }
}
