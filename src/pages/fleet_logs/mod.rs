//! One merged log of a fleet: of the devices that match, by the server's time.

mod devices;
mod kinds;
mod lines;

use leptos::prelude::*;

use self::lines::Lines;
use crate::data::fleets::{Found, use_fleets};
use crate::parts::missing::Missing;
use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's log.
#[component]
pub fn FleetLogsPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let found = use_fleets().one(id);
    let name = Memo::new(move |_| match found.get() {
        Found::There(fleet) => Some(fleet.name),
        Found::Unknown | Found::Missing => None,
    });
    set_title(move || name.get().map_or_else(|| "Logs".to_owned(), |name| format!("Logs of {name}")));
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    move || {
        if is_missing.get() {
            view! { <Missing what="fleet" name=id.to_string() /> }.into_any()
        } else {
            let fleet = Signal::derive(move || name.get().unwrap_or_else(|| id.to_string()));
            view! { <Lines id place fleet /> }.into_any()
        }
    }
}
