//! A fleet at a glance: its figures, its release on the way, and what needs attention.

mod release;
mod rollout;

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::{grouped, permille};
use model::fleet::{Fleet, StatusCounts};
use ui::key_figure::{KeyFigure, KeyFigures};
use ui::skeleton::SkeletonRows;

use self::release::FleetRelease;
use crate::data::devices;
use crate::data::fleets::{Found, use_fleets};
use crate::parts::adoption_card::AdoptionCard;
use crate::parts::attention_card::AttentionCard;
use crate::parts::device_state::{hue_of, shape_of};
use crate::parts::failed::Failed;
use crate::parts::fleet_state::FleetState;
use crate::parts::missing::Missing;
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::title::set_title;

/// The overview.
#[component]
pub fn FleetPage(id: i64) -> impl IntoView {
    let fleets = use_fleets();
    let found = fleets.one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    set_title(move || {
        fleet.with(|fleet| fleet.as_ref().map_or_else(|| "Fleet".to_owned(), |fleet| fleet.name.clone()))
    });
    let stage = Memo::new(move |_| match found.get() {
        Found::There(_) => Some(true),
        Found::Missing => Some(false),
        Found::Unknown => None,
    });
    move || match stage.get() {
        Some(true) => view! { <Known id fleet /> }.into_any(),
        Some(false) => view! { <Missing what="fleet" name=id.to_string() /> }.into_any(),
        None => {
            let content = match fleets.failure() {
                Some(failure) => {
                    let request = failure.request_id().map(str::to_owned);
                    view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| fleets.refetch() /> }
                        .into_any()
                }
                None => view! { <SkeletonRows label="The fleet is loading" rows=6 row=64 /> }.into_any(),
            };
            view! {
                <div class="head"><h1 class="faint">"Fleet"</h1></div>
                <div class="page">{content}</div>
            }
            .into_any()
        }
    }
}

#[component]
fn Known(id: i64, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let now = use_now();
    let devices = devices::of(id);
    let list = Signal::derive(move || devices.with(|held| held.value().cloned().unwrap_or_default()));
    let counts =
        Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.devices)).unwrap_or_default());
    let is_loading = Memo::new(move |_| devices.is_loading());
    let parts = move || {
        if is_loading.get() {
            return view! { <SkeletonRows label="Devices are loading" rows=6 /> }.into_any();
        }
        let failed = move || {
            devices.failure().map(|failure| {
                let request = failure.request_id().map(str::to_owned);
                view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| devices.refetch() /> }
            })
        };
        view! {
            {failed}
            <div class="cols overview">
                <AttentionCard fleet=id devices=list now />
                <AdoptionCard fleet=id devices=list />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="head">
            <h1>{move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()))}</h1>
            <FleetState counts />
            <span class="small muted cut">{move || fleet.with(|fleet| fleet.as_ref().and_then(|fleet| fleet.device_type.clone()))}</span>
        </div>
        <div class="page">
            <Figures id counts />
            <FleetRelease id fleet devices=list now />
            {parts}
        </div>
    }
}

#[component]
fn Figures(id: i64, counts: Signal<StatusCounts>) -> impl IntoView {
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
