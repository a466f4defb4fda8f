//! Many fleets as rows of a windowed table.

use leptos::prelude::*;
use model::figure::{UNKNOWN, counted, grouped, permille};
use model::fleet::Fleet;
use ui::grid::{Column, Grid, Narrow, Width};

use crate::parts::fleet_state::FleetState;
use crate::parts::status_bar::StatusBar;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;

/// The table; Enter and a press open a fleet.
#[component]
pub(super) fn FleetTable(#[prop(into)] fleets: Signal<Vec<Fleet>>) -> impl IntoView {
    let navigator = use_navigator();
    view! {
        <div class="fleet-table">
            <Grid
                label="Fleets"
                columns=columns()
                rows=fleets
                key=|fleet: &Fleet| fleet.id
                row_height=44
                narrow=Narrow::new(84, narrow)
                on_open=move |id: i64| navigator.go(&Place::fleet(id))
            />
        </div>
    }
}

fn memo<T: Clone + PartialEq + Send + Sync + 'static>(fleet: Signal<Fleet>, read: fn(&Fleet) -> T) -> Memo<T> {
    Memo::new(move |_| fleet.with(read))
}

fn name(fleet: Signal<Fleet>) -> impl IntoView {
    let (name, href) =
        (memo(fleet, |fleet| fleet.name.clone()), memo(fleet, |fleet| Place::fleet(fleet.id).to_string()));
    view! { <a class="strong cut" href=href tabindex="-1">{name}</a> }
}

fn devices(fleet: Signal<Fleet>) -> impl IntoView {
    memo(fleet, |fleet| grouped(fleet.devices.total()))
}

fn target(fleet: Signal<Fleet>) -> impl IntoView {
    let target =
        memo(fleet, |fleet| fleet.target.as_ref().map_or_else(|| UNKNOWN.to_owned(), |target| target.label.clone()));
    view! { <span class="mono cut">{target}</span> }
}

fn columns() -> Vec<Column<Fleet>> {
    vec![
        Column::new("name", "Name", Width::Share(3, 120), name),
        Column::new(
            "state",
            "State",
            Width::Px(176),
            |fleet| view! { <FleetState counts=memo(fleet, |fleet| fleet.devices) /> },
        ),
        Column::new(
            "mix",
            "Devices by state",
            Width::Share(3, 120),
            |fleet| view! { <StatusBar counts=memo(fleet, |fleet| fleet.devices) /> },
        ),
        Column::new("devices", "Devices", Width::Px(96), devices).numeric(),
        Column::new("share", "Operational", Width::Px(104), |fleet| {
            memo(fleet, |fleet| fleet.devices.operational_permille().map_or_else(|| UNKNOWN.to_owned(), permille))
        })
        .numeric(),
        Column::new("type", "Device type", Width::Share(2, 110), |fleet| {
            let text = memo(fleet, |fleet| fleet.device_type.clone().unwrap_or_else(|| UNKNOWN.to_owned()));
            view! { <span class="cut">{text}</span> }
        }),
        Column::new("target", "Target release", Width::Share(2, 100), target),
    ]
}

/// Three lines under 768 px.
fn narrow(fleet: Signal<Fleet>) -> impl IntoView {
    view! {
        <div class="m-row">
            {name(fleet)}
            <FleetState counts=memo(fleet, |fleet| fleet.devices) />
            <StatusBar counts=memo(fleet, |fleet| fleet.devices) />
            <span class="small muted">{memo(fleet, |fleet| counted(fleet.devices.total(), "device", "devices"))}</span>
            {target(fleet)}
        </div>
    }
}
