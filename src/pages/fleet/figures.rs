//! How many devices are in which state; each figure leads to those devices.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::{grouped, permille};
use model::fleet::StatusCounts;
use ui::key_figure::{KeyFigure, KeyFigures};

use crate::parts::device_state::{hue_of, shape_of};
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;

/// The figures.
#[component]
pub(super) fn FleetFigures(id: i64, counts: Memo<StatusCounts>) -> impl IntoView {
    let figure = move |label: &'static str, states: &'static [DeviceStatus]| {
        let value = Signal::derive(move || Some(grouped(counts.get().in_any(states))));
        let note = Signal::derive(move || {
            let counts = counts.get();
            (counts.in_any(states) * 1_000).checked_div(counts.total()).map(permille)
        });
        let state = (hue_of(states[0].tone()), shape_of(states[0]));
        let href = Place::devices_as(id, DeviceList::in_states(states.iter().copied())).to_string();
        view! { <KeyFigure label value note state href /> }.into_any()
    };
    let total = Signal::derive(move || Some(grouped(counts.get().total())));
    view! {
        <KeyFigures>
            <KeyFigure label="Devices" value=total href=Place::devices(id).to_string() />
            {figure("Operational", &[DeviceStatus::Operational])}
            {figure("Updating", &[DeviceStatus::Updating])}
            {figure("Reduced functionality", &[DeviceStatus::ReducedFunctionality])}
            {figure("Disconnected", &[DeviceStatus::Disconnected])}
            {figure("Configuring", &[DeviceStatus::Configuring, DeviceStatus::PostProvisioning])}
            {figure("Inactive", &[DeviceStatus::Inactive])}
        </KeyFigures>
    }
}
