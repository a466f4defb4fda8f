//! What differs, service by service: the image, and each setting by what it is about.

use leptos::prelude::*;
use model::figure::{UNKNOWN, bytes};
use model::release_comparison::{Fate, ServiceChange, SettingChange};
use model::release_detail::ReleaseImage;
use ui::badge::{Badge, BadgeFill};
use ui::card::Card;
use ui::category::{CategorySquare, swatch_of};
use ui::table::{Density, Head, Table};
use ui::tone::Tone;

/// One card a service; those that stay as they are share one line at the end.
#[component]
pub(super) fn Changes(changes: Memo<Vec<ServiceChange>>, from: Signal<String>, to: Signal<String>) -> impl IntoView {
    let cards = move || {
        changes
            .get()
            .into_iter()
            .filter(|change| change.fate != Fate::Unchanged)
            .map(|change| view! { <OneChange change from to /> })
            .collect_view()
    };
    let kept = move || {
        let names = changes.with(|changes| {
            let names =
                changes.iter().filter(|change| change.fate == Fate::Unchanged).map(|change| change.name.clone());
            names.collect::<Vec<_>>()
        });
        (!names.is_empty()).then(|| view! { <p class="muted">"Unchanged: "{names.join(", ")}</p> })
    };
    view! {
        {cards}
        {kept}
    }
}

const fn tone(fate: Fate) -> Tone {
    match fate {
        Fate::NewImage | Fate::NewSettings => Tone::Busy,
        Fate::Added => Tone::Ok,
        Fate::Removed => Tone::Fail,
        Fate::Unchanged => Tone::Idle,
    }
}

const fn does(fate: Fate) -> &'static str {
    match fate {
        Fate::NewImage => "pulled, then restarted by its update strategy",
        Fate::NewSettings => "restarted; nothing to pull",
        Fate::Added => "pulled and started",
        Fate::Removed => "stopped and removed",
        Fate::Unchanged => "keeps running",
    }
}

#[component]
fn OneChange(change: ServiceChange, from: Signal<String>, to: Signal<String>) -> impl IntoView {
    let fate = change.fate;
    let swatch = swatch_of(&change.name);
    let aside = move || {
        view! {
            <CategorySquare swatch />
            <Badge fill=BadgeFill::from(tone(fate))>{fate.label()}</Badge>
            <span class="small muted">{does(fate)}</span>
        }
    };
    let heads = vec![
        Head::new("What", Some(150)),
        Head::new("Setting", Some(220)),
        Head::new(from.get_untracked(), None),
        Head::new(to.get_untracked(), None),
    ];
    let image = (change.before.as_ref().map(ReleaseImage::identity)
        != change.after.as_ref().map(ReleaseImage::identity))
    .then(|| image_rows(change.before.as_ref(), change.after.as_ref()));
    let mut former = None;
    let settings = change
        .settings
        .into_iter()
        .map(|setting| {
            // A group's name stands at its first row only.
            let is_first = former.replace(setting.kind) != Some(setting.kind);
            setting_row(setting, is_first)
        })
        .collect_view();
    view! {
        <Card title=change.name aside>
            <div class="release-services compare-rows">
                <Table caption="What differs" heads density=Density::Tight>{image}{settings}</Table>
            </div>
        </Card>
    }
}

fn image_rows(before: Option<&ReleaseImage>, after: Option<&ReleaseImage>) -> impl IntoView + use<> {
    let digest = |image: Option<&ReleaseImage>| {
        let whole = image.map(|image| image.identity().to_owned());
        let short =
            whole.as_deref().map(|whole| whole.trim_start_matches("sha256:").chars().take(19).collect::<String>());
        view! { <span class="mono cut" title=whole>{short.unwrap_or_else(|| UNKNOWN.to_owned())}</span> }
    };
    let size =
        |image: Option<&ReleaseImage>| image.and_then(|image| image.size).map_or_else(|| UNKNOWN.to_owned(), bytes);
    let step = match (before.and_then(|image| image.size), after.and_then(|image| image.size)) {
        (Some(before), Some(after)) if before != after => {
            Some(format!(" ({}{})", if after > before { "+" } else { "−" }, bytes(after.abs_diff(before))))
        }
        _ => None,
    };
    view! {
        <tr>
            <th scope="row">"Image"</th>
            <td>"Digest"</td>
            <td>{digest(before)}</td>
            <td>{digest(after)}</td>
        </tr>
        <tr>
            <th scope="row"><span class="sr-only">"Image"</span></th>
            <td>"Size"</td>
            <td class="tn">{size(before)}</td>
            <td class="tn">{size(after)}<span class="muted">{step}</span></td>
        </tr>
    }
}

fn setting_row(setting: SettingChange, is_first: bool) -> impl IntoView {
    let side = |value: Option<String>, class: &'static str| match value {
        None => view! { <td class="muted">{UNKNOWN}</td> }.into_any(),
        // A port or a volume is there or not: it has no value of its own.
        Some(value) if value.is_empty() => view! { <td class=class>"there"</td> }.into_any(),
        Some(value) => view! { <td class=class><bdi class="mono setting-value">{value}</bdi></td> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><span class:sr-only=!is_first>{setting.kind.label()}</span></th>
            <td><bdi class="mono setting-value">{setting.name}</bdi></td>
            {side(setting.before, "was")}
            {side(setting.after, "is")}
        </tr>
    }
}
