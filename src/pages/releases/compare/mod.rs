//! Two releases side by side: what a device that goes from one to the other restarts, and why.

mod changes;

use leptos::prelude::*;
use model::figure::{UNKNOWN, bytes};
use model::release::Release;
use model::release_comparison::{ServiceChange, compare, sentence, weights};
use model::release_detail::ReleaseDetail;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::diff::Diff;
use ui::icon::Glyph;
use ui::key_figure::{KeyFigure, KeyFigures};
use ui::select::{Select, SelectOption};
use ui::skeleton::SkeletonRows;

use self::changes::Changes;
use crate::data::release;
use crate::data::releases;
use crate::parts::failed::Failed;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;
use crate::services::title::set_title;

/// The two releases the address names.
#[component]
pub fn ComparePage(id: i64, place: Memo<Place>) -> impl IntoView {
    let navigator = use_navigator();
    let asked = Memo::new(move |former: Option<&(i64, i64)>| match place.get() {
        Place::Fleet { tab: FleetTab::Compare { from, to }, .. } => (from, to),
        _ => former.copied().unwrap_or_default(),
    });
    set_title(|| "Compare releases".to_owned());
    let go = Callback::new(move |(from, to): (i64, i64)| {
        navigator.replace(&Place::Fleet { id, tab: FleetTab::Compare { from, to } });
    });
    let before = release::of(id, Signal::derive(move || Some(asked.get().0)));
    let after = release::of(id, Signal::derive(move || Some(asked.get().1)));
    let both = Memo::new(move |_| Some((before.value()?, after.value()?)));
    let is_there = Memo::new(move |_| both.with(Option::is_some));
    let body = move || {
        if is_there.get() {
            return view! { <Both fleet=id both /> }.into_any();
        }
        match before.failure().or_else(|| after.failure()) {
            Some(failure) => {
                let request = failure.request_id().map(str::to_owned);
                let retry = move |()| {
                    before.refetch();
                    after.refetch();
                };
                view! { <Failed message=failure.to_string() request_id=request on_retry=retry /> }.into_any()
            }
            None => view! { <SkeletonRows label="The releases are loading" rows=8 /> }.into_any(),
        }
    };
    view! {
        <div class="head"><h1>"Compare releases"</h1></div>
        <Choice id asked go />
        <div class="page">{body}</div>
    }
}

/// From which release to which, among those of the fleet.
#[component]
fn Choice(id: i64, asked: Memo<(i64, i64)>, go: Callback<(i64, i64)>) -> impl IntoView {
    let releases = releases::of(Signal::stored(Some(id)));
    let options = Signal::derive(move || {
        releases.with(|held| {
            let option = |release: &Release| {
                SelectOption::new(release.id.to_string(), release.label.clone()).hint(release.standing().label())
            };
            held.value().map(|all| all.iter().map(option).collect::<Vec<_>>()).unwrap_or_default()
        })
    });
    let from = Signal::derive(move || Some(asked.get().0.to_string()));
    let to = Signal::derive(move || Some(asked.get().1.to_string()));
    view! {
        <div class="bar compare-choice">
            <Select label="From" options value=from small=true mono=true on_change=move |chosen: String| {
                if let Ok(from) = chosen.parse() {
                    go.run((from, asked.get_untracked().1));
                }
            } />
            <Select label="To" options value=to small=true mono=true on_change=move |chosen: String| {
                if let Ok(to) = chosen.parse() {
                    go.run((asked.get_untracked().0, to));
                }
            } />
            <Button size=ButtonSize::Small icon=Glyph::Refresh on_press=move |()| {
                let (from, to) = asked.get_untracked();
                go.run((to, from));
            }>"Swap"</Button>
        </div>
    }
}

#[component]
fn Both(fleet: i64, both: Memo<Option<(ReleaseDetail, ReleaseDetail)>>) -> impl IntoView {
    let _ = fleet;
    let changes = Memo::new(move |_| {
        both.with(|both| {
            both.as_ref().map(|(before, after)| compare(&before.services, &after.services)).unwrap_or_default()
        })
    });
    let label = move |is_after: bool| {
        Signal::derive(move || {
            both.with(|both| {
                let (before, after) = both.as_ref()?;
                Some(if is_after { after } else { before }.release.label.clone())
            })
            .unwrap_or_default()
        })
    };
    let text = move |is_after: bool| {
        Signal::derive(move || {
            both.with(|both| {
                let (before, after) = both.as_ref()?;
                Some(if is_after { after } else { before }.composition.clone())
            })
            .unwrap_or_default()
        })
    };
    let (from, to) = (label(false), label(true));
    let same_release = Memo::new(move |_| {
        both.with(|both| both.as_ref().is_some_and(|(before, after)| before.release.id == after.release.id))
    });
    let said = move || {
        if same_release.get() {
            return "These are the same release: choose another to compare with.".to_owned();
        }
        changes.with(|changes| sentence(changes, &from.get(), &to.get()))
    };
    let warned = move || {
        both.with(|both| {
            let (before, after) = both.as_ref()?;
            let known: Vec<_> = before.services.iter().map(|one| (one.name(), one.composed.warnings())).collect();
            let fresh: Vec<String> = after
                .services
                .iter()
                .flat_map(|one| {
                    let old = known.iter().find(|(name, _)| *name == one.name()).map_or(&[][..], |(_, old)| old);
                    one.composed
                        .warnings()
                        .into_iter()
                        .filter(move |new| !old.contains(new))
                        .map(|new| format!("{}: {new}", one.name()))
                })
                .collect();
            (!fresh.is_empty()).then(|| fresh.join(" "))
        })
        .map(|warning| view! { <p class="warn-t">{warning}</p> })
    };
    view! {
        <p class="compare-said" role="status">{said}</p>
        {warned}
        <Weights changes />
        <Changes changes from to />
        <Card title="Composition">
            <Diff
                label=Signal::derive(move || format!("Composition of {} and {}", from.get(), to.get()))
                before=text(false)
                after=text(true)
                before_name=from
                after_name=to
            />
        </Card>
    }
}

#[component]
fn Weights(changes: Memo<Vec<ServiceChange>>) -> impl IntoView {
    let of = move |read: fn(model::release_comparison::Weights) -> Option<u64>| {
        Signal::derive(move || {
            Some(read(changes.with(|changes| weights(changes))).map_or_else(|| UNKNOWN.to_owned(), bytes))
        })
    };
    let difference = Signal::derive(move || {
        let weights = changes.with(|changes| weights(changes));
        let (before, after) = (weights.before?, weights.after?);
        let sign = match after.cmp(&before) {
            std::cmp::Ordering::Greater => "+",
            std::cmp::Ordering::Less => "−",
            std::cmp::Ordering::Equal => "",
        };
        Some(format!("{sign}{}", bytes(after.abs_diff(before))))
    });
    view! {
        <KeyFigures>
            <KeyFigure label="Images before" value=of(|weights| weights.before) />
            <KeyFigure label="Images after" value=of(|weights| weights.after) />
            <KeyFigure label="Difference" value=difference />
            <KeyFigure label="To pull at most" value=of(|weights| weights.to_pull) />
        </KeyFigures>
    }
}
