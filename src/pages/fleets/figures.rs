//! What the devices of all fleets come to.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::{grouped, permille};
use model::fleet::StatusCounts;
use ui::key_figure::{KeyFigure, KeyFigures};

use crate::parts::device_state::{hue_of, shape_of};

/// The figures; "—" until they are known.
#[component]
pub(super) fn AllFigures(total: Memo<Option<StatusCounts>>) -> impl IntoView {
    let figure = move |label: &'static str, states: &'static [DeviceStatus]| {
        let value = Signal::derive(move || total.get().map(|total| grouped(total.in_any(states))));
        let note = Signal::derive(move || {
            let total = total.get()?;
            (total.in_any(states) * 1_000).checked_div(total.total()).map(permille)
        });
        let state = (hue_of(states[0].tone()), shape_of(states[0]));
        view! { <KeyFigure label value note state /> }.into_any()
    };
    let all = Signal::derive(move || total.get().map(|total| grouped(total.total())));
    view! {
        <div class="only-wide">
            <KeyFigures>
                <KeyFigure label="All devices" value=all />
                {figure("Operational", &[DeviceStatus::Operational])}
                {figure("Updating", &[DeviceStatus::Updating])}
                {figure("Reduced functionality", &[DeviceStatus::ReducedFunctionality])}
                {figure("Disconnected", &[DeviceStatus::Disconnected])}
                {figure(
                    "Inactive or configuring",
                    &[DeviceStatus::Inactive, DeviceStatus::Configuring, DeviceStatus::PostProvisioning],
                )}
            </KeyFigures>
        </div>
    }
}
