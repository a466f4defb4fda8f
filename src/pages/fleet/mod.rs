//! A fleet at a glance: its figures over time, its release on the way, what runs in the field, and what needs attention.

mod about;
mod adoption;
mod attention;
mod figures;
mod rollout;
mod states;
mod time_words;

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::skeleton::SkeletonRows;

use self::about::About;
use self::adoption::AdoptionCard;
use self::attention::AttentionCard;
use self::figures::FleetFigures;
use self::rollout::RolloutCard;
use self::states::StatesCard;
use crate::data::fleets::{Found, use_fleets};
use crate::data::{fleet_detail, overview};
use crate::parts::failed::Failed;
use crate::parts::fleet_state::FleetState;
use crate::parts::missing::Missing;
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
    let counts = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.devices)).unwrap_or_default());
    let target = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref()?.target.clone()));
    let overview = overview::of(
        id,
        Signal::derive(move || target.get().map(|target| target.id)),
        Signal::derive(move || counts.get().total()),
    );
    let detail = fleet_detail::of(id);
    let kind = Memo::new(move |_| {
        let name = fleet.with(|fleet| fleet.as_ref()?.device_type.clone())?;
        let architecture = detail.with(|held| held.value()?.device_type.as_ref()?.architecture.clone());
        Some(architecture.map_or_else(|| name.clone(), |architecture| format!("{name} · {architecture}")))
    });
    view! {
        <div class="head">
            <h1>{move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()))}</h1>
            <FleetState counts />
            <span class="small muted cut">{kind}</span>
        </div>
        <div class="page">
            <FleetFigures id counts />
            <div class="cols overview even">
                <StatesCard id counts />
                <RolloutCard id fleet target counts overview now />
            </div>
            <div class="cols overview">
                <AttentionCard id attention=overview.attention now />
                <div class="vstack stacked">
                    <AdoptionCard id counts target adoption=overview.adoption />
                    <About id detail now />
                </div>
            </div>
        </div>
    }
}
