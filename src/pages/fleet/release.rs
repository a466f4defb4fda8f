//! The fleet's target release: its policy, how far the devices are, and pinning to another.

use leptos::prelude::*;
use model::device::Device;
use model::figure::{UNKNOWN, counted, grouped};
use model::fleet::Fleet;
use model::release::Release;
use model::rights::Right;
use model::same_as;
use query::mutation::Mutation;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonKind};
use ui::card::Card;
use ui::icon::Glyph;
use ui::progress::{BarHeight, Fill, Segment, StackedBar};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::rollout::rollout;
use crate::data::edits::use_edits;
use crate::data::failure::Failure;
use crate::data::releases;
use crate::data::rights::use_rights;
use crate::parts::fleet_pin;
use crate::parts::release_picker::ReleasePicker;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

const PARTS: [(Tone, Shape, &str); 5] = [
    (Tone::Ok, Shape::Disc, "running it"),
    (Tone::Busy, Shape::Arc, "updating"),
    (Tone::Warn, Shape::Padlock, "held by lock"),
    (Tone::Fail, Shape::Square, "aborted or rejected"),
    (Tone::Idle, Shape::Ring, "not yet"),
];

/// The card and its dialog.
#[component]
pub(super) fn FleetRelease(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    devices: Signal<Vec<Device>>,
    now: Signal<i64>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let target = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().and_then(|fleet| fleet.target.clone())));
    let tracks_latest = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.tracks_latest)));
    let counts =
        Memo::new(move |_| target.get().map_or([0; 5], |target| devices.with(|devices| rollout(devices, target.id))));
    let segments = Signal::derive(move || {
        counts
            .get()
            .into_iter()
            .zip(PARTS)
            .map(|(count, (tone, ..))| Segment { fill: Fill::State(tone), count })
            .collect::<Vec<_>>()
    });
    let words = Signal::derive(move || {
        let parts: Vec<String> = counts
            .get()
            .into_iter()
            .zip(PARTS)
            .filter(|(count, _)| *count > 0)
            .map(|(count, (.., word))| format!("{} {word}", grouped(count)))
            .collect();
        if parts.is_empty() { "No device".to_owned() } else { parts.join(", ") }
    });
    let legend = move || {
        counts
            .get()
            .into_iter()
            .zip(PARTS)
            .filter(|(count, _)| *count > 0)
            .map(|(count, (tone, shape, word))| {
                view! { <StateLabel tone shape>{format!("{} {word}", grouped(count))}</StateLabel> }
            })
            .collect_view()
    };
    let own = Memo::new(move |_| {
        let target = target.get().map(|target| target.id);
        let is_own = |device: &&Device| device.pinned.as_ref().is_some_and(|pinned| Some(pinned.id) != target);
        devices.with(|devices| devices.iter().filter(is_own).count() as u64)
    });
    let label = move || target.get().map_or_else(|| UNKNOWN.to_owned(), |target| target.label);
    let policy = move || if tracks_latest.get() { "Tracks the latest release" } else { "Pinned" };
    view! {
        <Card
            title="Target release"
            aside=move || view! { <span class="mono">{label}</span><Badge fill=BadgeFill::Outline small=true>{policy}</Badge> }
            actions=move || view! { <PolicyActions id fleet devices open tracks_latest /> }
        >
            <div class="in rollout">
                <StackedBar segments label=words height=BarHeight::H8 />
                <div class="legend">{legend}</div>
                {move || {
                    (own.get() > 0).then(|| {
                        view! { <p class="small muted">{format!("Pinned to another release: {}", counted(own.get(), "device", "devices"))}</p> }
                    })
                }}
            </div>
        </Card>
        <PinFleet id fleet devices open now />
    }
}

#[component]
fn PolicyActions(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    devices: Signal<Vec<Device>>,
    open: RwSignal<bool>,
    tracks_latest: Memo<bool>,
) -> impl IntoView {
    let (edits, confirm, toasts) = (use_edits(), use_confirm(), use_toasts());
    let tracking = Mutation::<Failure>::new();
    let denied = use_rights().refusal(Some(id), Right::EditFleet);
    let name = move || fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()).unwrap_or_default());
    let track = move |()| {
        let follow =
            devices.with_untracked(|devices| devices.iter().filter(|device| device.pinned.is_none()).count() as u64);
        let run = move || {
            tracking.run(async move { edits.track_latest(id).await }, move |result| match result {
                Ok(()) => toasts.done(format!("{} tracks its latest release", name())),
                Err(failure) => toasts.failed("The policy was not changed", failure.to_string()),
            });
        };
        confirm.ask(Question {
            title: format!("Track the latest release of {}?", name()),
            body: format!(
                "{} go to the latest release now, and to each new one as it is built.",
                counted(follow, "device", "devices")
            ),
            action: "Track latest".to_owned(),
            is_irreversible: false,
            on_yes: Callback::new(move |()| run()),
        });
    };
    view! {
        {move || (!tracks_latest.get()).then(|| view! { <Button busy=tracking.pending() disabled=denied on_press=track>"Track latest…"</Button> })}
        <Button kind=ButtonKind::Ink icon=Glyph::Pin disabled=denied on_press=move |()| open.set(true)>"Pin to release…"</Button>
    }
}

/// The dialog; releases are read when it is first opened.
#[component]
fn PinFleet(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    devices: Signal<Vec<Device>>,
    open: RwSignal<bool>,
    now: Signal<i64>,
) -> impl IntoView {
    let (edits, toasts) = (use_edits(), use_toasts());
    let pinning = Mutation::<Failure>::new();
    let was_open = Memo::new(move |former: Option<&bool>| former.copied().unwrap_or(false) || open.get());
    let releases = releases::of(Signal::derive(move || was_open.get().then_some(id)));
    let name =
        Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()).unwrap_or_default()));
    Effect::new(move |_| {
        if open.get() {
            pinning.reset();
        }
    });
    let pin = move |release: Release| {
        pinning.run(async move { edits.pin_fleet(id, release.id).await }, move |result| {
            if result.is_ok() {
                let _ = open.try_set(false);
                toasts.done(format!("{} is pinned to {}", name.get_untracked(), release.label));
            }
        });
    };
    view! {
        <ReleasePicker
            open
            title=Signal::derive(move || format!("Pin {} to a release", name.get()))
            releases=Signal::derive(move || releases.value())
            current=Signal::derive(move || fleet.with(|fleet| fleet.as_ref()?.target.as_ref().map(|target| target.id)))
            consequence=move |release: Release| devices.with(|devices| fleet_pin::consequence(devices, &release))
            is_pending=pinning.pending()
            error=Signal::derive(move || {
                pinning.failure().or_else(|| releases.failure()).map(|failure| failure.to_string())
            })
            now
            same=move |release: Release| {
                let slug = fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.slug.clone())).unwrap_or_default();
                same_as::fleets::pin(id, &slug, release.id, &release.commit)
            }
            on_pin=pin
        />
    }
}
