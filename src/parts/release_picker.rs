//! Choosing a release to pin to: a list by version, and what the choice will do before it is made.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use model::figure::counted;
use model::release::Release;
use model::same_as::written::SameAs;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;
use ui::field::SearchField;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::unique_id::unique_id;

use super::same_as::SameAsButton;

/// More releases than this can be searched.
const SEARCHED: usize = 1;

/// What the dialog says of a release before it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// What will happen, in a sentence or two.
    pub sentence: String,
    /// The words of the button: "Pin 8 devices".
    pub action: String,
}

/// The dialog. `current` is the release that is the target now.
#[component]
pub fn ReleasePicker(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] releases: Signal<Option<Vec<Release>>>,
    #[prop(into)] current: Signal<Option<i64>>,
    #[prop(into)] consequence: Callback<Release, Consequence>,
    #[prop(into)] is_pending: Signal<bool>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(into)] now: Signal<i64>,
    #[prop(into)] on_pin: Callback<Release>,
    /// The pinning of a release as API call, SDK and CLI.
    #[prop(optional, into)]
    same: Option<Callback<Release, SameAs>>,
    /// Above the list: another way out.
    #[prop(optional, into)]
    extra: ViewFn,
) -> impl IntoView {
    let extra = StoredValue::new(extra);
    let (chosen, text) = (RwSignal::new(None::<i64>), RwSignal::new(String::new()));
    Effect::new(move |_| {
        if open.get() {
            chosen.set(None);
            text.set(String::new());
        }
    });
    let found = Signal::derive(move || {
        let text = text.with(|text| text.trim().to_lowercase());
        let has = |part: &str| part.to_lowercase().contains(&text);
        let matches = |release: &&Release| {
            has(&release.label) || has(&release.commit) || release.note.as_deref().is_some_and(has)
        };
        releases.with(|releases| releases.as_ref().map(|all| all.iter().filter(matches).cloned().collect::<Vec<_>>()))
    });
    let is_long =
        Memo::new(move |_| releases.with(|releases| releases.as_ref().is_some_and(|all| all.len() > SEARCHED)));
    let choice = Memo::new(move |_| {
        let id = chosen.get()?;
        releases.with(|releases| releases.as_ref()?.iter().find(|release| release.id == id).cloned())
    });
    let plan = Memo::new(move |_| choice.get().map(|release| consequence.run(release)));
    let refusal = Signal::derive(move || match choice.get() {
        None => Some("Choose a release first.".to_owned()),
        Some(release) => release.can_be_pinned().err().map(str::to_owned),
    });
    let pin = move |()| {
        if let Some(release) = choice.get_untracked() {
            on_pin.run(release);
        }
    };
    let shown_as = Signal::derive(move || choice.get().zip(same).map(|(release, same)| same.run(release)));
    let footer = move || {
        view! {
            {same.map(|_| view! { <SameAsButton same=shown_as missing="Choose a release first." /> })}
            <span class="push"></span>
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Ink disabled=refusal busy=is_pending on_press=pin>
                {move || plan.get().map_or_else(|| "Pin".to_owned(), |plan| plan.action)}
            </Button>
        }
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title footer>
            {extra.with_value(ViewFn::run)}
            {move || {
                is_long
                    .get()
                    .then(|| {
                        view! {
                            <SearchField label="Search releases by version, commit or note" value=text on_input=move |typed| text.set(typed) />
                        }
                    })
            }}
            <ReleaseList releases=found current chosen now />
            {move || {
                found
                    .with(|found| found.as_ref().is_some_and(Vec::is_empty))
                    .then(|| view! { <p class="muted">{if is_long.get() { "No release matches." } else { "There is no release yet." }}</p> })
            }}
            <p class="muted" role="status">
                {move || plan.get().map_or_else(|| "Choose a release to see what will happen.".to_owned(), |plan| plan.sentence)}
            </p>
            {move || error.get().map(|error| view! { <p class="fail-t" role="alert">{error}</p> })}
        </Dialog>
    }
}

/// A listbox (APG): one stop for Tab, arrows choose.
#[component]
fn ReleaseList(
    releases: Signal<Option<Vec<Release>>>,
    current: Signal<Option<i64>>,
    chosen: RwSignal<Option<i64>>,
    now: Signal<i64>,
) -> impl IntoView {
    let id = unique_id("releases");
    let option_id = {
        let id = id.clone();
        move |release: i64| format!("{id}-{release}")
    };
    let active = {
        let option_id = option_id.clone();
        move || chosen.get().map(&option_id)
    };
    let keys = move |event: KeyboardEvent| {
        let ids: Vec<i64> =
            releases.with_untracked(|releases| releases.iter().flatten().map(|release| release.id).collect());
        let at = chosen.get_untracked().and_then(|id| ids.iter().position(|other| *other == id));
        let next = match (event.key().as_str(), at) {
            ("ArrowDown", None) | ("Home", _) => 0,
            ("ArrowDown", Some(at)) => at + 1,
            ("ArrowUp", at) => at.unwrap_or(0).saturating_sub(1),
            ("End", _) => ids.len(),
            _ => return,
        };
        event.prevent_default();
        chosen.set(ids.get(next.min(ids.len().saturating_sub(1))).copied());
    };
    let options = move || match releases.get() {
        None => view! { <SkeletonRows label="Releases are loading" rows=3 /> }.into_any(),
        Some(releases) => {
            let options = releases
                .into_iter()
                .map(|release| {
                    let release_id = release.id;
                    let refusal = release.can_be_pinned().err();
                    let created = release.created_at.millis();
                    view! {
                        <div
                            role="option"
                            id=option_id(release_id)
                            class="release-option"
                            aria-selected=move || if chosen.get() == Some(release_id) { "true" } else { "false" }
                            aria-disabled=refusal.map(|_| "true")
                            title=refusal
                            on:click=move |_| chosen.set(Some(release_id))
                        >
                            <span class="mono strong">{release.label}</span>
                            {move || {
                                (current.get() == Some(release_id))
                                    .then(|| view! { <Badge fill=BadgeFill::Accent small=true>"target now"</Badge> })
                            }}
                            <span class="cut muted">{release.note.or_else(|| refusal.map(str::to_owned))}</span>
                            <span class="push small muted tn">
                                {release.devices.map(|devices| counted(devices, "device", "devices"))}
                            </span>
                            <span class="small muted tn"><RelativeTime at=Signal::stored(Some(created)) now suffix=" ago" /></span>
                        </div>
                    }
                })
                .collect_view();
            options.into_any()
        }
    };
    view! {
        <div
            role="listbox"
            class="release-list"
            id=id
            aria-label="Release"
            tabindex="0"
            data-first-focus=""
            aria-activedescendant=active
            on:keydown=keys
        >
            {options}
        </div>
    }
}
