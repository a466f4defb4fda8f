//! A fleet among others: its name, what its devices come to, and the release it is on.

use leptos::prelude::*;
use model::figure::{UNKNOWN, counted, permille};
use model::fleet::Fleet;

use super::fleet_state::FleetState;
use super::status_bar::StatusBar;
use crate::routes::place::Place;

/// The whole card is one link, named by the fleet.
#[component]
pub fn FleetCard(#[prop(into)] fleet: Signal<Fleet>) -> impl IntoView {
    let counts = Signal::derive(move || fleet.with(|fleet| fleet.devices));
    let href = move || fleet.with(|fleet| Place::fleet(fleet.id).to_string());
    let share = move || counts.get().operational_permille().map(|share| format!("{} operational", permille(share)));
    view! {
        <li class="fleet">
            <header>
                <a class="fleet-link cut" href=href>{move || fleet.with(|fleet| fleet.name.clone())}</a>
                <span class="push"></span>
                <FleetState counts />
            </header>
            <div class="small muted cut">
                {move || fleet.with(|fleet| fleet.device_type.clone()).unwrap_or_else(|| UNKNOWN.to_owned())}
            </div>
            <StatusBar counts />
            <div class="hstack small muted">
                <span>{move || counted(counts.get().total(), "device", "devices")}</span>
                <span>{share}</span>
                <span class="push mono">
                    <span class="sr-only">"Target release "</span>
                    {move || fleet.with(|fleet| fleet.target.as_ref().map_or(UNKNOWN.to_owned(), |target| target.label.clone()))}
                </span>
            </div>
        </li>
    }
}
