//! A fleet's release policy: track the latest or pin to one, each with what it will do before it is done.

use leptos::prelude::*;
use model::figure::{UNKNOWN, counted};
use model::fleet::Fleet;
use model::release::Release;
use model::same_as;
use ui::button::{Button, ButtonKind};
use ui::icon::Glyph;

use super::fleet_pin;
use super::release_picker::ReleasePicker;
use super::save::Save;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The two buttons and the dialog. `devices` is how many follow the fleet and how many are pinned by themselves, once that is
/// known; `was_opened` turns true with the dialog's first opening: only then `releases` are needed.
#[component]
pub fn FleetPolicy(
    #[prop(into)] fleet: Signal<Option<Fleet>>,
    #[prop(into)] devices: Signal<Option<(u64, u64)>>,
    #[prop(into)] releases: Signal<Option<Vec<Release>>>,
    was_opened: RwSignal<bool>,
    #[prop(into)] denied: Signal<Option<String>>,
    #[prop(into)] now: Signal<i64>,
    #[prop(into)] on_track: Callback<Save<()>>,
    #[prop(into)] on_pin: Callback<Save<Release>>,
    /// The pin is the page's one ink button.
    #[prop(optional)]
    ink: bool,
) -> impl IntoView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (open, is_pending, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        if open.get() {
            was_opened.set(true);
            error.set(None);
        }
    });
    let name =
        Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()).unwrap_or_default()));
    let tracks_latest = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.tracks_latest)));
    let track = move |()| {
        let followers = devices
            .get_untracked()
            .map_or_else(|| UNKNOWN.to_owned(), |(follow, _)| counted(follow, "device", "devices"));
        let run = move || {
            is_pending.set(true);
            on_track.run(Save::new((), move |result| {
                let _ = is_pending.try_set(false);
                match result {
                    Ok(()) => toasts.done(format!("{} tracks its latest release", name.get_untracked())),
                    Err(why) => toasts.failed("The policy was not changed", why),
                }
            }));
        };
        let same = fleet
            .with_untracked(|fleet| fleet.as_ref().map(|fleet| same_as::fleets::track_latest(fleet.id, &fleet.slug)));
        let question = Question {
            title: format!("Track the latest release of {}?", name.get_untracked()),
            body: format!("{followers} go to the latest release now, and to each new one as it is built."),
            action: "Track latest".to_owned(),
            is_irreversible: false,
            on_yes: Callback::new(move |()| run()),
        };
        confirm.ask_showing(question, same);
    };
    let pin = move |release: Release| {
        if is_pending.get_untracked() {
            return;
        }
        is_pending.set(true);
        error.set(None);
        let label = release.label.clone();
        on_pin.run(Save::new(release, move |result| {
            let _ = is_pending.try_set(false);
            match result {
                Ok(()) => {
                    let _ = open.try_set(false);
                    toasts.done(format!("{} is pinned to {label}", name.try_get_untracked().unwrap_or_default()));
                }
                Err(why) => {
                    let _ = error.try_set(Some(why));
                }
            }
        }));
    };
    let kind = if ink { ButtonKind::Ink } else { ButtonKind::Plain };
    view! {
        {move || {
            (!tracks_latest.get())
                .then(|| view! { <Button busy=is_pending disabled=denied on_press=track>"Track latest…"</Button> })
        }}
        <Button kind icon=Glyph::Pin disabled=denied on_press=move |()| open.set(true)>"Pin to release…"</Button>
        <ReleasePicker
            open
            title=Signal::derive(move || format!("Pin {} to a release", name.get()))
            releases
            current=Signal::derive(move || fleet.with(|fleet| fleet.as_ref()?.target.as_ref().map(|target| target.id)))
            consequence=move |release: Release| {
                let (follow, own) = devices.get().unwrap_or_default();
                fleet_pin::said(&release.label, follow, release.devices.unwrap_or(0), own)
            }
            is_pending
            error
            now
            same=move |release: Release| {
                let (id, slug) = fleet.with(|fleet| fleet.as_ref().map(|fleet| (fleet.id, fleet.slug.clone()))).unwrap_or_default();
                same_as::fleets::pin(id, &slug, release.id, &release.commit)
            }
            on_pin=pin
        />
    }
    .into_any()
}
