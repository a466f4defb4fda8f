//! Which release the fleet's devices run: the latest, or one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::figure::UNKNOWN;
use model::fleet::Fleet;
use model::release::Release;
use model::rights::Right;
use ui::badge::{Badge, BadgeFill};
use ui::card::Card;

use crate::data::edits::use_edits;
use crate::data::releases;
use crate::data::rights::use_rights;
use crate::data::rollout;
use crate::parts::fleet_policy::FleetPolicy;
use crate::parts::save::Save;
use crate::services::clock::use_now;

/// The card.
#[component]
pub(super) fn Policy(id: i64, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let edits = use_edits();
    let was_opened = RwSignal::new(false);
    let releases = releases::of(Signal::derive(move || was_opened.get().then_some(id)));
    let target = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref()?.target.clone()));
    let progress = rollout::of(id, Signal::derive(move || target.get().map(|target| target.id)));
    let devices = Signal::derive(move || {
        let pinned = progress.with(|held| held.value().map(|progress| progress.pinned))?;
        let total = fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.devices.total()))?;
        Some((total.saturating_sub(pinned), pinned))
    });
    let track = move |save: Save<()>| spawn_local(async move { save.answer(edits.track_latest(id).await) });
    let pin = move |save: Save<Release>| {
        let release = save.value.id;
        spawn_local(async move { save.answer(edits.pin_fleet(id, release).await) });
    };
    let words = move || {
        let tracks = fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.tracks_latest));
        if tracks { "Tracks the latest" } else { "Pinned" }
    };
    let label = move || target.get().map_or_else(|| UNKNOWN.to_owned(), |target| target.label);
    view! {
        <Card
            title="Release policy"
            aside=move || view! { <span class="mono cut">{label}</span><Badge fill=BadgeFill::Outline small=true>{words}</Badge> }
        >
            <div class="in vstack">
                <p class="muted">
                    "A fleet goes to each new release as it is built, or stays at the one it is pinned to. Devices that are pinned by themselves stay where they are."
                </p>
                <div class="hstack wrap">
                    <FleetPolicy
                        fleet
                        devices
                        releases=Signal::derive(move || releases.value())
                        was_opened
                        denied=use_rights().refusal(Some(id), Right::EditFleet)
                        now=use_now()
                        on_track=track
                        on_pin=pin
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}
