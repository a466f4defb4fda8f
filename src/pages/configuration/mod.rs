//! A fleet's configuration: what its devices are told unless they are told otherwise themselves.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;

use crate::data::configuration;
use crate::data::fleets::{Found, use_fleets};
use crate::data::rights::use_rights;
use crate::parts::configuration::{AskConfigWrite, ConfigWrite, ConfigurationView};
use crate::parts::missing::Missing;
use crate::parts::not_read_yet::not_read_yet;
use crate::routes::place::Place;
use crate::services::title::set_title;

/// A fleet's configuration.
#[component]
pub fn ConfigurationPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = place;
    let found = use_fleets().one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    set_title(move || match fleet.get() {
        Some(fleet) => format!("Configuration of {}", fleet.name),
        None => "Configuration".to_owned(),
    });
    let called =
        Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.slug.clone()).unwrap_or_default()));
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    let devices = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map_or(0, |fleet| fleet.devices.total())));
    let data = configuration::of(id, None);
    let book = Memo::new(move |_| data.book.value());
    let is_known = Memo::new(move |_| book.with(Option::is_some));
    let refusal = use_rights().refusal(Some(id), Right::EditConfiguration);
    let on_ask = Callback::new(move |ask: AskConfigWrite| {
        spawn_local(async move {
            let result = match ask.write {
                ConfigWrite::Set { name, value } => data.set(&name, &value).await,
                ConfigWrite::Remove { id } => data.remove(id).await,
            };
            (ask.done)(result.err().map(|failure| failure.to_string()));
        });
    });
    let body = move || {
        if is_missing.get() {
            return view! { <Missing what="fleet" name=id.to_string() /> }.into_any();
        }
        if is_known.get() {
            return view! { <ConfigurationView book devices refusal called on_ask /> }.into_any();
        }
        not_read_yet(
            data.book.failure().map(|failure| failure.said()),
            move |()| data.book.refetch(),
            ("Configuration is loading", 8, 72),
        )
    };
    view! {
        <div class="head"><h1>"Configuration"</h1></div>
        {body}
    }
}
