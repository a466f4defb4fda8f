//! The head of a release's page: what it is called, where it stands, and what can be done.

use leptos::prelude::*;
use model::fleet::Fleet;
use model::release::{Release, Standing};
use model::release_detail::ReleaseDetail;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonKind, LinkButton};
use ui::icon::Glyph;
use ui::menu::{Menu, MenuItem};
use ui::relative_time::{ago, span};

use super::super::actions::ReleaseActions;
use super::super::words::ReleaseAction;
use crate::parts::release_standing::mark;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::clock::use_now;

/// The head.
#[component]
pub(super) fn ReleaseHead(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    detail: Memo<Option<ReleaseDetail>>,
    actions: ReleaseActions,
) -> impl IntoView {
    let now = use_now();
    let release = Memo::new(move |_| detail.with(|detail| detail.as_ref().map(|detail| detail.release.clone())));
    let target = Memo::new(move |_| fleet.with(|fleet| Some(fleet.as_ref()?.target.as_ref()?.id)));
    let is_target = Memo::new(move |_| {
        target.get().is_some_and(|target| release.with(|release| release.as_ref().is_some_and(|one| one.id == target)))
    });
    let standing =
        Memo::new(move |_| release.with(|release| release.as_ref().map_or(Standing::Building, Release::standing)));
    let aside = move || {
        release.with(|release| {
            let release = release.as_ref()?;
            let mut parts = Vec::new();
            parts.extend(release.note.as_deref().and_then(|note| note.lines().next()).map(str::to_owned));
            parts.push(format!("{} ago", ago(now.get() - release.created_at.millis())));
            parts.extend(release.build_took().map(|took| format!("built in {}", span(took))));
            Some(parts.join(" · "))
        })
    };
    let compare = Signal::derive(move || {
        let to = release.with(|release| release.as_ref().map_or(0, |release| release.id));
        let from = target.get().filter(|target| *target != to).unwrap_or(to);
        Place::Fleet { id, tab: FleetTab::Compare { from, to } }.to_string()
    });
    let refusal =
        move |action| Signal::derive(move || release.with(|release| actions.refusal(action, release.as_ref()?)));
    let start = move |action| {
        if let Some(release) = release.get_untracked() {
            actions.start(action, release);
        }
    };
    let items = Signal::derive(move || {
        let items = release.with(|release| release.as_ref().map(|release| actions.items(release)).unwrap_or_default());
        // The pin stands beside the menu as a button of its own.
        items.into_iter().filter(|item| item.id != ReleaseAction::PinFleet.id()).collect::<Vec<MenuItem>>()
    });
    let is_draft =
        Memo::new(move |_| release.with(|release| release.as_ref().is_some_and(|release| !release.is_final)));
    view! {
        <div class="head">
            <h1><bdi>{move || release.with(|release| release.as_ref().map(|release| release.label.clone()))}</bdi></h1>
            {move || {
                let (tone, shape) = mark(standing.get());
                view! { <Badge fill=BadgeFill::from(tone) shape>{standing.get().label()}</Badge> }
            }}
            {move || is_target.get().then(|| view! { <Badge fill=BadgeFill::Accent>"fleet target"</Badge> })}
            <span class="small muted cut"><bdi>{aside}</bdi></span>
            <div class="actions">
                <LinkButton href=compare>"Compare…"</LinkButton>
                {move || is_draft.get().then(|| view! {
                    <Button
                        kind=ButtonKind::Ink
                        icon=Glyph::Check
                        disabled=refusal(ReleaseAction::Finalise)
                        on_press=move |()| start(ReleaseAction::Finalise)
                    >
                        "Finalise…"
                    </Button>
                })}
                <Button
                    icon=Glyph::Pin
                    disabled=refusal(ReleaseAction::PinFleet)
                    on_press=move |()| start(ReleaseAction::PinFleet)
                >
                    "Pin fleet…"
                </Button>
                <Menu
                    label="More actions"
                    items
                    outlined=true
                    on_choose=move |chosen: String| {
                        if let Some(release) = release.get_untracked() {
                            actions.choose(&chosen, release);
                        }
                    }
                />
            </div>
        </div>
    }
}
