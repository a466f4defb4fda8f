//! A fleet's variables: for all services and for one, and which devices set them otherwise.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;

use crate::data::device_names;
use crate::data::fleets::{Found, use_fleets};
use crate::data::rights::use_rights;
use crate::data::variable_edits::use_variable_edits;
use crate::data::variables;
use crate::parts::missing::Missing;
use crate::parts::not_read_yet::not_read_yet;
use crate::parts::variables::{Ask, VariablesView};
use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's variables.
#[component]
pub fn VariablesPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = place;
    let found = use_fleets().one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    let name = Memo::new(move |_| fleet.get().map(|fleet| fleet.name).unwrap_or_default());
    set_title(move || format!("Variables of {}", name.get()));
    let count = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map_or(0, |fleet| fleet.devices.total())));
    let (book, edits, rights) = (variables::of_fleet(id), use_variable_edits(), use_rights());
    let held = Memo::new(move |_| book.value());
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    let is_known = Memo::new(move |_| held.with(Option::is_some));
    let on_ask = Callback::new(move |ask: Ask| {
        spawn_local(async move { (ask.done)(edits.write(ask.write).await) });
    });
    let (fleet_refusal, device_refusal) =
        (rights.refusal(Some(id), Right::EditFleetVariables), rights.refusal(Some(id), Right::EditDeviceVariables));
    let body = move || {
        if is_missing.get() {
            return view! { <Missing what="fleet" name=id.to_string() /> }.into_any();
        }
        if is_known.get() {
            return view! {
                <VariablesView book=held name devices=count fleet_refusal device_refusal device_of=names() on_ask />
            }
            .into_any();
        }
        not_read_yet(
            book.failure().map(|failure| failure.said()),
            move |()| book.refetch(),
            ("Variables are loading", 8, 36),
        )
    };
    view! {
        <div class="head"><h1>"Variables"</h1></div>
        {body}
    }
}

/// Names and addresses of devices, read when a list of them opens.
fn names() -> Callback<Vec<i64>, Vec<(String, String)>> {
    let asked = RwSignal::new(Vec::<i64>::new());
    let found = device_names::of(asked.into());
    Callback::new(move |ids: Vec<i64>| {
        if asked.get_untracked() != ids {
            asked.set(ids);
        }
        let found = found.value().unwrap_or_default();
        found.into_iter().map(|(uuid, name)| (name, Place::device(uuid).to_string())).collect()
    })
}
