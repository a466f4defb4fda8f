//! A device's configuration beside its fleet's.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;

use super::shown::Shown;
use crate::data::configuration;
use crate::data::rights::use_rights;
use crate::parts::configuration::{AskConfigWrite, ConfigWrite, ConfigurationView};
use crate::parts::not_read_yet::not_read_yet;

/// A device's configuration.
#[component]
pub(super) fn DeviceConfiguration(shown: Shown) -> impl IntoView {
    let ids = shown
        .memo(|detail| detail.fleet.as_ref().map(|fleet| (fleet.id, detail.device.id, detail.device.uuid.clone())));
    move || match ids.get() {
        Some(Some((fleet, device, uuid))) => {
            view! { <Known fleet device called=Signal::stored(uuid.to_string()) /> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn Known(fleet: i64, device: i64, called: Signal<String>) -> impl IntoView {
    let data = configuration::of(fleet, Some(device));
    let book = Memo::new(move |_| data.book.value());
    let is_known = Memo::new(move |_| book.with(Option::is_some));
    let refusal = use_rights().refusal(Some(fleet), Right::EditConfiguration);
    let on_ask = Callback::new(move |ask: AskConfigWrite| {
        spawn_local(async move {
            let result = match ask.write {
                ConfigWrite::Set { name, value } => data.set(&name, &value).await,
                ConfigWrite::Remove { id } => data.remove(id).await,
            };
            (ask.done)(result.err().map(|failure| failure.to_string()));
        });
    });
    move || {
        if is_known.get() {
            return view! { <ConfigurationView book devices=Signal::stored(1) refusal called on_ask /> }.into_any();
        }
        not_read_yet(
            data.book.failure().map(|failure| failure.said()),
            move |()| data.book.refetch(),
            ("Configuration is loading", 8, 72),
        )
    }
}
