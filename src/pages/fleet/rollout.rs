//! The fleet's target release: its policy, how far the devices are, how fast it goes, and choosing another.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::figure::{UNKNOWN, counted, grouped};
use model::fleet::{Fleet, StatusCounts};
use model::release::Release;
use model::release_ref::ReleaseRef;
use model::rights::Right;
use model::rollout::{Pace, Rollout};
use ui::badge::{Badge, BadgeFill};
use ui::card::Card;
use ui::progress::{BarHeight, Fill, Segment, StackedBar};
use ui::relative_time::{ago, span};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::time_words::day_and_clock;
use crate::data::edits::use_edits;
use crate::data::fleet_states::{self, History, Span};
use crate::data::overview::Overview;
use crate::data::releases;
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::parts::fleet_policy::FleetPolicy;
use crate::parts::save::Save;
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;

/// The pace is that of so many milliseconds.
const LATELY: i64 = 30 * 60_000;

const PARTS: [(Tone, Shape, &str); 6] = [
    (Tone::Ok, Shape::Disc, "running it"),
    (Tone::Busy, Shape::Arc, "updating"),
    (Tone::Warn, Shape::Padlock, "downloaded, not applied"),
    (Tone::Fail, Shape::Square, "aborted or rejected"),
    (Tone::Idle, Shape::Ring, "disconnected"),
    (Tone::Idle, Shape::Dash, "not begun"),
];

fn parts(rollout: &Rollout) -> [u64; 6] {
    [rollout.done, rollout.updating, rollout.held, rollout.failed, rollout.offline, rollout.waiting]
}

/// The card and its dialog.
#[component]
pub(super) fn RolloutCard(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    target: Memo<Option<ReleaseRef>>,
    counts: Memo<StatusCounts>,
    overview: Overview,
    now: Signal<i64>,
) -> impl IntoView {
    let progress = Memo::new(move |_| overview.rollout.value());
    let rollout = Memo::new(move |_| progress.get().map(|progress| progress.rollout));
    let history = fleet_states::of(id, Signal::stored(Span { back: LATELY, every: 60 }));
    let segments = Signal::derive(move || {
        let counts = rollout.get().map(|rollout| parts(&rollout)).unwrap_or_default();
        counts
            .into_iter()
            .zip(PARTS)
            .map(|(count, (tone, ..))| Segment { fill: Fill::State(tone), count })
            .collect::<Vec<_>>()
    });
    let words = Signal::derive(move || {
        let Some(rollout) = rollout.get() else { return UNKNOWN.to_owned() };
        let counts = parts(&rollout).into_iter().zip(PARTS).filter(|(count, _)| *count > 0);
        let words: Vec<String> = counts.map(|(count, (.., word))| format!("{} {word}", grouped(count))).collect();
        if words.is_empty() { "No device".to_owned() } else { words.join(", ") }
    });
    let legend = move || {
        let rollout = rollout.get()?;
        let counts = parts(&rollout).into_iter().zip(PARTS).filter(|(count, _)| *count > 0);
        let label = |(count, (tone, shape, word))| view! { <StateLabel tone shape>{format!("{} {word}", grouped(count))}</StateLabel> };
        Some(counts.map(label).collect_view())
    };
    let label = move || target.get().map_or_else(|| "none yet".to_owned(), |target| target.label);
    let policy = move || {
        let tracks = fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.tracks_latest));
        if tracks { "Tracks the latest" } else { "Pinned" }
    };
    let percent = move || {
        let rollout = rollout.get()?;
        let done = rollout.percent()?;
        (rollout.done < rollout.total())
            .then(|| view! { <Badge fill=BadgeFill::from(Tone::Busy) shape=Shape::Arc>{format!("{done} %")}</Badge> })
    };
    let sentences = move || {
        let target = target.get()?;
        let lines = history.with(|held| sentences(held.value(), target.id, rollout.get(), now.get()));
        Some(lines.into_iter().map(|line| view! { <p class="small muted">{line}</p> }).collect_view())
    };
    let links = move || {
        let (target, progress) = (target.get()?, progress.get()?);
        let off = progress.rollout.total() - progress.rollout.done;
        let to_release = Place::Fleet { id, tab: crate::routes::fleet_tab::FleetTab::Release(target.id) }.to_string();
        let elsewhere = (progress.pinned_elsewhere > 0).then(|| {
            view! { <span>{format!("Pinned to another release: {}", counted(progress.pinned_elsewhere, "device", "devices"))}</span> }
        });
        Some(view! {
            <a class="link" href=to_release>"Open the release"</a>
            {(off > 0).then(|| {
                let (on, not) = (DeviceList::running(target.id), DeviceList::not_running(target.id));
                view! {
                    <a class="link" href=Place::devices_as(id, on).to_string()>"Devices that run it"</a>
                    <a class="link" href=Place::devices_as(id, not).to_string()>"Devices that do not"</a>
                }
            })}
            {elsewhere}
        })
    };
    let failed = move || {
        overview.rollout.failure().map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| overview.rollout.refetch() /> }
        })
    };
    view! {
        <Card
            title="Target release"
            aside=move || view! { <span class="mono cut">{label}</span><Badge fill=BadgeFill::Outline small=true>{policy}</Badge> }
            actions=percent
        >
            <div class="in rollout">
                {failed}
                {move || match target.get() {
                    Some(_) => view! {
                        <StackedBar segments label=words height=BarHeight::H8 />
                        <div class="legend">{legend}</div>
                        {sentences}
                        <div class="hstack small muted wrap">{links}</div>
                    }
                    .into_any(),
                    None => view! {
                        <p class="muted">"No release is chosen: devices of this fleet run nothing of their own yet. The first release that is pushed becomes the target."</p>
                    }
                    .into_any(),
                }}
                <div class="hstack wrap"><Policy id fleet counts overview now /></div>
            </div>
        </Card>
    }
    .into_any()
}

/// When it began, how fast it goes, and how long it may take: from what was counted, or not at all.
fn sentences(history: Option<&History>, target: i64, rollout: Option<Rollout>, now: i64) -> Vec<String> {
    let Some(History::Kept { samples, target_since, .. }) = history else { return Vec::new() };
    let mut lines = Vec::new();
    match target_since {
        Some((release, at, true)) if *release == target => {
            lines.push(format!("The target since {}, {} ago", day_and_clock(*at), ago(now - at)));
        }
        Some((release, at, false)) if *release == target => {
            lines.push(format!("The target since {} or longer: nobody counted before", day_and_clock(*at)));
        }
        _ => {}
    }
    let Some(rollout) = rollout.filter(|rollout| rollout.on_the_way() > 0) else { return lines };
    let of_target = samples.iter().filter(|sample| sample.target == Some(target));
    let counted: Vec<(i64, u64)> = of_target.map(|sample| (sample.at, sample.on_target)).collect();
    lines.push(match Pace::of(&counted) {
        Some(pace) => format!(
            "{} devices an hour lately: about {} left for those that are connected",
            grouped(pace.per_hour()),
            span(pace.time_for(rollout.on_the_way()).max(60_000))
        ),
        None => "No device has come to run it lately, so there is no estimate".to_owned(),
    });
    lines
}

/// Tracking and pinning, with what each does.
#[component]
fn Policy(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    counts: Memo<StatusCounts>,
    overview: Overview,
    now: Signal<i64>,
) -> impl IntoView {
    let edits = use_edits();
    let was_opened = RwSignal::new(false);
    let releases = releases::of(Signal::derive(move || was_opened.get().then_some(id)));
    let devices = Signal::derive(move || {
        let pinned = overview.rollout.with(|held| held.value().map(|progress| progress.pinned))?;
        Some((counts.get().total().saturating_sub(pinned), pinned))
    });
    let track = move |save: Save<()>| spawn_local(async move { save.answer(edits.track_latest(id).await) });
    let pin = move |save: Save<Release>| {
        let release = save.value.id;
        spawn_local(async move { save.answer(edits.pin_fleet(id, release).await) });
    };
    view! {
        <FleetPolicy
            fleet
            devices
            releases=Signal::derive(move || releases.value())
            was_opened
            denied=use_rights().refusal(Some(id), Right::EditFleet)
            now
            on_track=track
            on_pin=pin
            ink=true
        />
    }
}
