//! A fleet's releases, newest first: which is the target, how many devices run each, and pinning to one.

use leptos::prelude::*;
use model::figure::{UNKNOWN, grouped};
use model::fleet::Fleet;
use model::release::{Release, ReleaseState};
use query::mutation::Mutation;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonSize};
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::state_mark::{Shape, StateLabel};
use ui::table::{Head, Table};
use ui::tone::Tone;

use crate::data::devices::{self, Devices};
use crate::data::edits::use_edits;
use crate::data::failure::Failure;
use crate::data::fleets::{Found, use_fleets};
use crate::data::releases;
use crate::parts::failed::Failed;
use crate::parts::fleet_pin;
use crate::parts::missing::Missing;
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::confirm::{Question, use_confirm};
use crate::services::title::set_title;
use crate::services::toasts::use_toasts;

/// A fleet's releases.
#[component]
pub fn ReleasesPage(id: i64) -> impl IntoView {
    let found = use_fleets().one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    set_title(move || match fleet.get() {
        Some(fleet) => format!("Releases of {}", fleet.name),
        None => "Releases".to_owned(),
    });
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    move || {
        if is_missing.get() {
            view! { <Missing what="fleet" name=id.to_string() /> }.into_any()
        } else {
            view! { <Listed id fleet /> }.into_any()
        }
    }
}

#[component]
fn Listed(id: i64, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let releases = releases::of(Signal::stored(Some(id)));
    let devices = devices::of(id);
    let list = Memo::new(move |_| releases.value());
    let body = move || {
        match list.get() {
        None => match releases.failure() {
            Some(failure) => {
                let request = failure.request_id().map(str::to_owned);
                view! {
                    <div class="in-page">
                        <Failed message=failure.to_string() request_id=request on_retry=move |()| releases.refetch() />
                    </div>
                }
                .into_any()
            }
            None => view! { <div class="in-page"><SkeletonRows label="Releases are loading" rows=6 /></div> }.into_any(),
        },
        Some(list) if list.is_empty() => view! {
            <EmptyState glyph=Glyph::Release title="No release yet">
                "A release is what a fleet's devices run. Push one with the balena CLI; it appears here while it is built."
            </EmptyState>
        }
        .into_any(),
        Some(list) => {
            let rows = list.into_iter().map(|release| view! { <ReleaseLine id fleet devices release /> }).collect_view();
            let heads = vec![
                Head::new("Release", Some(170)),
                Head::new("State", Some(130)),
                Head::new("Note", None),
                Head::numeric("Devices on it", Some(120)),
                Head::numeric("Created", Some(100)),
                Head::new("Actions", Some(150)),
            ];
            view! { <div class="scroll releases"><Table caption="Releases" heads>{rows}</Table></div> }.into_any()
        }
    }
    };
    view! {
        <div class="head">
            <h1>"Releases"</h1>
            <span class="muted tn">{move || list.with(|list| list.as_ref().map(|list| grouped(list.len() as u64)))}</span>
        </div>
        <div class="grid-place">{body}</div>
    }
}

const fn mark(release: &Release) -> (Tone, Shape, &'static str) {
    match release.state {
        _ if release.is_invalidated => (Tone::Fail, Shape::Square, "Invalidated"),
        ReleaseState::Built if release.is_final => (Tone::Ok, Shape::Disc, "Ready"),
        ReleaseState::Built => (Tone::Idle, Shape::Ring, "Draft"),
        ReleaseState::Building => (Tone::Busy, Shape::Arc, "Building"),
        ReleaseState::Failed => (Tone::Fail, Shape::Square, "Failed"),
        ReleaseState::Abandoned => (Tone::Idle, Shape::Dash, "Cancelled"),
    }
}

#[component]
fn ReleaseLine(id: i64, fleet: Memo<Option<Fleet>>, devices: Devices, release: Release) -> impl IntoView {
    let (edits, confirm, toasts, now) = (use_edits(), use_confirm(), use_toasts(), use_now());
    let pinning = Mutation::<Failure>::new();
    let release_id = release.id;
    let is_target = Memo::new(move |_| {
        fleet.with(|fleet| {
            fleet.as_ref().and_then(|fleet| fleet.target.as_ref()).is_some_and(|target| target.id == release_id)
        })
    });
    let is_pinned = Memo::new(move |_| {
        is_target.get() && fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| !fleet.tracks_latest))
    });
    let refusal = release.can_be_pinned().err();
    let disabled = Signal::derive(move || {
        if is_pinned.get() {
            return Some("The fleet is pinned to this release.".to_owned());
        }
        refusal.map(str::to_owned)
    });
    let (tone, shape, word) = mark(&release);
    let created = release.created_at.millis();
    let on_it = release.devices.map_or_else(|| UNKNOWN.to_owned(), grouped);
    let href = Place::devices_as(id, DeviceList::running(release_id)).to_string();
    let label = release.label.clone();
    let note = release.note.clone();
    let pin = move |()| {
        let name = fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()).unwrap_or_default());
        let consequence =
            devices.with_untracked(|held| fleet_pin::consequence(held.value().map_or(&[], Vec::as_slice), &release));
        let label = release.label.clone();
        let title = format!("Pin {name} to {label}?");
        let on_yes = Callback::new(move |()| {
            let words = format!("{name} is pinned to {label}");
            pinning.run(async move { edits.pin_fleet(id, release_id).await }, move |result| match result {
                Ok(()) => toasts.done(words),
                Err(failure) => toasts.failed("The fleet was not pinned", failure.to_string()),
            });
        });
        confirm.ask(Question {
            title,
            body: consequence.sentence,
            action: consequence.action,
            is_irreversible: false,
            on_yes,
        });
    };
    view! {
        <tr>
            <th scope="row">
                <span class="hstack">
                    <span class="mono strong">{label.clone()}</span>
                    {move || is_target.get().then(|| view! { <Badge fill=BadgeFill::Accent small=true>"fleet target"</Badge> })}
                </span>
            </th>
            <td><StateLabel tone shape>{word}</StateLabel></td>
            <td class="cut muted">{note}</td>
            <td class="num"><a class="link" href=href>{on_it}<span class="sr-only">" devices on "{label.clone()}</span></a></td>
            <td class="num"><RelativeTime at=Signal::stored(Some(created)) now /></td>
            <td class="num">
                <Button size=ButtonSize::Small icon=Glyph::Pin disabled=disabled busy=pinning.pending() on_press=pin>
                    "Pin fleet…"<span class="sr-only">" to "{label}</span>
                </Button>
            </td>
        </tr>
    }
}
