//! A fleet's devices: filtered, ordered, grouped and shown as the address says; changed in place, never moved under the pointer.

mod bar;
mod builder;
mod bulk;
mod cells;
mod chips;
mod choose_columns;
mod columns;
mod export;
mod foot;
mod group_by;
mod heads;
mod item;
mod list;
mod map;
mod query_bar;
pub mod selected;
mod shown;
mod term_words;
mod views;

use leptos::prelude::*;

use self::list::Listed;
use crate::data::fleets::{Found, use_fleets};
use crate::parts::missing::Missing;
use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's devices.
#[component]
pub fn DevicesPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let found = use_fleets().one(id);
    let name = Memo::new(move |_| match found.get() {
        Found::There(fleet) => Some(fleet.name),
        Found::Unknown | Found::Missing => None,
    });
    set_title(move || name.get().map_or_else(|| "Devices".to_owned(), |name| format!("Devices of {name}")));
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    move || {
        if is_missing.get() {
            view! { <Missing what="fleet" name=id.to_string() /> }.into_any()
        } else {
            let fleet = Signal::derive(move || name.get().unwrap_or_else(|| id.to_string()));
            view! { <Listed id place fleet /> }.into_any()
        }
    }
}
