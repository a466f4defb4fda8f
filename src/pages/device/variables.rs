//! A device's variables: every level that reaches its containers, and which of them wins.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;
use ui::skeleton::SkeletonRows;

use super::shown::Shown;
use crate::data::fleets::use_fleets;
use crate::data::rights::use_rights;
use crate::data::variable_edits::use_variable_edits;
use crate::data::variables;
use crate::parts::not_read_yet::not_read_yet;
use crate::parts::variables::{Ask, VariablesView};

/// A device's variables.
#[component]
pub(super) fn DeviceVariables(shown: Shown) -> impl IntoView {
    let ids = shown.memo(|detail| detail.fleet.as_ref().map(|fleet| (fleet.id, detail.device.id)));
    move || {
        let Some(Some((fleet, device))) = ids.get() else {
            return view! { <div class="in-page"><SkeletonRows label="Variables are loading" rows=8 /></div> }
                .into_any();
        };
        view! { <Known fleet device shown /> }.into_any()
    }
}

#[component]
fn Known(fleet: i64, device: i64, shown: Shown) -> impl IntoView {
    let (book, edits, rights) = (variables::of_device(fleet, device), use_variable_edits(), use_rights());
    let held = Memo::new(move |_| book.value());
    let is_known = Memo::new(move |_| held.with(Option::is_some));
    let name = shown.memo(|detail| detail.device.name.clone());
    let name = Signal::derive(move || name.get().unwrap_or_default());
    let found = use_fleets().one(fleet);
    let devices = Memo::new(move |_| found.get().fleet().map_or(0, |fleet| fleet.devices.total()));
    let on_ask = Callback::new(move |ask: Ask| {
        spawn_local(async move { (ask.done)(edits.write(ask.write).await) });
    });
    let (fleet_refusal, device_refusal) = (
        rights.refusal(Some(fleet), Right::EditFleetVariables),
        rights.refusal(Some(fleet), Right::EditDeviceVariables),
    );
    let device_of = Callback::new(|_: Vec<i64>| Vec::new());
    move || {
        if is_known.get() {
            return view! { <VariablesView book=held name devices fleet_refusal device_refusal device_of on_ask /> }
                .into_any();
        }
        not_read_yet(
            book.failure().map(|failure| failure.said()),
            move |()| book.refetch(),
            ("Variables are loading", 8, 36),
        )
    }
}
