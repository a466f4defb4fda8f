//! All fleets as cards, with what their devices come to.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::{counted, grouped, permille};
use model::fleet::{Fleet, StatusCounts};
use ui::code::CommandLine;
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::kbd::Kbd;
use ui::key_figure::{KeyFigure, KeyFigures};
use ui::skeleton::SkeletonRows;

use crate::data::fleets::use_fleets;
use crate::parts::device_state::{hue_of, shape_of};
use crate::parts::failed::Failed;
use crate::parts::fleet_card::FleetCard;
use crate::services::title::set_title;

/// The fleets.
#[component]
pub fn FleetsPage() -> impl IntoView {
    set_title(|| "Fleets".to_owned());
    let fleets = use_fleets();
    let list = fleets.list();
    let count = move || list.with(|list| list.as_ref().map(|list| grouped(list.len() as u64)));
    let total = Memo::new(move |_| {
        list.with(|list| {
            list.as_ref().map(|list| list.iter().fold(StatusCounts::default(), |sum, fleet| sum.plus(&fleet.devices)))
        })
    });
    let ids = Memo::new(move |_| {
        list.with(|list| list.as_ref().map(|list| list.iter().map(|fleet| fleet.id).collect::<Vec<_>>()))
    });
    let cards = move || match ids.get() {
        None => match fleets.failure() {
            Some(failure) => {
                let id = failure.request_id().map(str::to_owned);
                view! { <Failed message=failure.to_string() request_id=id on_retry=move |()| fleets.refetch() /> }
                    .into_any()
            }
            None => view! { <SkeletonRows label="Fleets are loading" rows=4 row=110 /> }.into_any(),
        },
        Some(ids) if ids.is_empty() => view! { <NoFleets /> }.into_any(),
        Some(ids) => {
            let cards = ids.into_iter().map(|id| view! { <OneFleet list id /> }).collect_view();
            view! { <ul class="fleet-cards">{cards}</ul> }.into_any()
        }
    };
    view! {
        <div class="head">
            <h1>"Fleets"</h1>
            <span class="muted">{count}</span>
        </div>
        <div class="page">
            <Figures total />
            {cards}
        </div>
        <div class="foot">
            <span>
                {move || {
                    Some(format!(
                        "{} · {}",
                        counted(list.with(|list| list.as_ref().map(Vec::len))? as u64, "fleet", "fleets"),
                        counted(total.get()?.total(), "device", "devices"),
                    ))
                }}
            </span>
            <div class="keys">
                <span><Kbd keys="?" />"keys"</span>
            </div>
        </div>
    }
}

/// One card, fed from the list so that it changes in place.
#[component]
fn OneFleet(list: Memo<Option<Vec<Fleet>>>, id: i64) -> impl IntoView {
    let fleet = Memo::new(move |former: Option<&Option<Fleet>>| {
        let now = list.with(|list| list.as_ref()?.iter().find(|fleet| fleet.id == id).cloned());
        now.or_else(|| former.cloned().flatten())
    });
    fleet.with_untracked(Clone::clone).map(|first| {
        let fleet = Signal::derive(move || fleet.get().unwrap_or_else(|| first.clone()));
        view! { <FleetCard fleet /> }
    })
}

#[component]
fn Figures(total: Memo<Option<StatusCounts>>) -> impl IntoView {
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
    }
}

#[component]
fn NoFleets() -> impl IntoView {
    view! {
        <EmptyState
            glyph=Glyph::Fleets
            title="No fleet yet"
            actions=|| view! { <CommandLine command="balena fleet create my-fleet --type raspberrypi4-64" /> }
        >
            "A fleet is a group of devices of one kind that run the same release. Create one with the balena CLI; it appears here at once."
        </EmptyState>
    }
}
