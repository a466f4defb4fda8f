//! Pinning the device to a release, or letting it follow its fleet again.

use leptos::prelude::*;
use model::release::Release;
use model::same_as;
use query::mutation::Mutation;
use ui::button::{Button, ButtonSize};

use super::shown::Shown;
use crate::data::edits::use_edits;
use crate::data::failure::Failure;
use crate::data::releases;
use crate::parts::release_picker::{Consequence, ReleasePicker};
use crate::services::clock::use_now;
use crate::services::toasts::use_toasts;

/// The dialog; its releases are read when it is first opened.
#[component]
pub(super) fn PinDevice(shown: Shown, open: RwSignal<bool>) -> impl IntoView {
    let was_open = Memo::new(move |former: Option<&bool>| former.copied().unwrap_or(false) || open.get());
    move || was_open.get().then(|| view! { <Opened shown open /> })
}

#[component]
fn Opened(shown: Shown, open: RwSignal<bool>) -> impl IntoView {
    let (edits, toasts) = (use_edits(), use_toasts());
    let pinning = Mutation::<Failure>::new();
    let fleet = shown.memo(|detail| detail.fleet.as_ref().map(|fleet| fleet.id));
    let releases = releases::of(Signal::derive(move || fleet.get().flatten()));
    let name = shown.memo(|detail| detail.device.name.clone());
    let name = Signal::derive(move || name.get().unwrap_or_default());
    let current = shown.memo(|detail| detail.device.target.as_ref().map(|target| target.id));
    let pinned = shown.memo(|detail| detail.device.pinned.clone());
    Effect::new(move |_| {
        if open.get() {
            pinning.reset();
        }
    });
    let consequence = move |release: Release| Consequence {
        sentence: format!(
            "{} goes to {} and stays there, whatever its fleet does, until you pin it elsewhere or let it follow the fleet.",
            name.get(),
            release.label
        ),
        action: format!("Pin {}", name.get()),
    };
    let pin = move |to: Option<Release>| {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        let words = to.as_ref().map_or_else(
            || format!("{} follows its fleet", name.get_untracked()),
            |release| format!("{} is pinned to {}", name.get_untracked(), release.label),
        );
        let release = to.map(|release| release.id);
        pinning.run(async move { edits.pin_device(id, release).await }, move |result| {
            if result.is_ok() {
                let _ = open.try_set(false);
                toasts.done(words);
            }
        });
    };
    let unpin = move || {
        pinned.get().flatten().map(|release| {
            view! {
                <p class="hstack">
                    <span class="small muted">{format!("Pinned to {} now.", release.label)}</span>
                    <Button size=ButtonSize::Small busy=pinning.pending() on_press=move |()| pin(None)>"Follow the fleet"</Button>
                </p>
            }
            .into_any()
        })
    };
    view! {
        <ReleasePicker
            open
            title=Signal::derive(move || format!("Pin {} to a release", name.get()))
            releases=Signal::derive(move || releases.value())
            current=Signal::derive(move || current.get().flatten())
            consequence
            is_pending=pinning.pending()
            error=Signal::derive(move || {
                pinning.failure().or_else(|| releases.failure()).map(|failure| failure.to_string())
            })
            now=use_now()
            same=move |release: Release| {
                let uuid = shown.peek(|detail| detail.device.uuid.to_string()).unwrap_or_default();
                same_as::devices::pin(&uuid, release.id, &release.commit)
            }
            on_pin=move |release: Release| pin(Some(release))
            extra=unpin
        />
    }
}
