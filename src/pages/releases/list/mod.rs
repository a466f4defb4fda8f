//! A fleet's releases: narrowed and ordered by the address, two of them chosen to be compared.

mod chooser;
mod columns;
mod filters;
mod order;
mod policy;
mod teach;

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::fleet::Fleet;
use model::release::Release;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::empty_state::EmptyState;
use ui::grid::{Direction, Grid, Narrow, Selection, Sort, SortPress};
use ui::icon::Glyph;
use ui::kbd::Kbd;
use ui::skeleton::SkeletonRows;

use self::columns::{Around, columns, narrow};
use self::filters::Filters;
use self::policy::PolicyLine;
use self::teach::{Commands, NewRelease};
use super::actions::use_release_actions;
use crate::data::fleets::{Found, use_fleets};
use crate::data::releases::{self, Releases};
use crate::parts::failed::Failed;
use crate::parts::missing::Missing;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_list::{ReleaseList, ReleaseSort};
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;
use crate::services::title::set_title;

/// A fleet's releases.
#[component]
pub fn ReleasesPage(id: i64, place: Memo<Place>) -> impl IntoView {
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
            view! { <Listed id fleet place /> }.into_any()
        }
    }
}

/// What the place under the filters shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Failed,
    None,
    NoMatch,
    Rows,
}

#[component]
fn Listed(id: i64, fleet: Memo<Option<Fleet>>, place: Memo<Place>) -> impl IntoView {
    let navigator = use_navigator();
    let releases = releases::of(Signal::stored(Some(id)));
    let list = Memo::new(move |former: Option<&ReleaseList>| match place.get() {
        Place::Fleet { tab: FleetTab::Releases(list), .. } => list,
        _ => former.cloned().unwrap_or_default(),
    });
    let go = Callback::new(move |list: ReleaseList| navigator.replace(&Place::releases_as(id, list)));
    let all = Memo::new(move |_| releases.value());
    let rows =
        Memo::new(move |_| all.with(|all| list.with(|list| order::shown(all.as_deref().unwrap_or_default(), list))));
    let stage = Memo::new(move |_| match all.with(|all| all.as_ref().map(Vec::len)) {
        None if releases.failure().is_some() => Stage::Failed,
        None => Stage::Loading,
        Some(0) => Stage::None,
        Some(_) if rows.with(Vec::is_empty) => Stage::NoMatch,
        Some(_) => Stage::Rows,
    });
    let slug =
        Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.slug.clone()).unwrap_or_default()));
    let teach = RwSignal::new(false);
    let chosen = Selection::<i64>::default();
    let body = move || match stage.get() {
        Stage::Loading => {
            view! { <div class="in-page"><SkeletonRows label="Releases are loading" rows=8 /></div> }.into_any()
        }
        Stage::Failed => failed(releases).into_any(),
        Stage::None => view! {
            <EmptyState glyph=Glyph::Release title="No release yet">
                "A release is what a fleet's devices run."
                <Commands slug />
            </EmptyState>
        }
        .into_any(),
        Stage::NoMatch => {
            let clear = move || view! { <Button on_press=move |()| go.run(list.with_untracked(ReleaseList::cleared))>"Clear filters"</Button> };
            view! {
                <EmptyState glyph=Glyph::Filter title="No release matches" actions=clear>
                    {move || order::sentence(&list.get())}
                </EmptyState>
            }
            .into_any()
        }
        Stage::Rows => view! { <ReleaseGrid id fleet releases rows list go chosen /> }.into_any(),
    };
    let total = move || all.with(|all| all.as_ref().map(Vec::len));
    let foot = move || match (total(), rows.with(Vec::len)) {
        (None, _) => String::new(),
        (Some(total), shown) if shown == total => counted(total as u64, "release", "releases"),
        (Some(total), shown) => {
            format!("{} of {}", grouped(shown as u64), counted(total as u64, "release", "releases"))
        }
    };
    view! {
        <div class="head">
            <h1>"Releases"</h1>
            <span class="muted tn">{move || total().map(|total| grouped(total as u64))}</span>
            <div class="actions">
                <Button kind=ButtonKind::Ink icon=Glyph::Plus on_press=move |()| teach.set(true)>"New release"</Button>
            </div>
        </div>
        <PolicyLine fleet list=all />
        <Filters all list go />
        <div class="grid-place releases">{body}</div>
        <Chosen id all chosen />
        <div class="foot">
            <span role="status">{foot}</span>
            <div class="keys">
                <span><Kbd keys="J" /><Kbd keys="K" />"move"</span>
                <span><Kbd keys="X" />"mark to compare"</span>
                <span><Kbd keys="↵" />"open"</span>
            </div>
        </div>
        <NewRelease open=teach slug />
    }
}

fn failed(releases: Releases) -> Option<impl IntoView> {
    let failure = releases.with_untracked(|held| held.failure().cloned())?;
    let request = failure.request_id().map(str::to_owned);
    Some(view! {
        <div class="in-page">
            <Failed message=failure.to_string() request_id=request on_retry=move |()| releases.refetch() />
        </div>
    })
}

#[component]
fn ReleaseGrid(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    releases: Releases,
    rows: Memo<Vec<Release>>,
    list: Memo<ReleaseList>,
    go: Callback<ReleaseList>,
    chosen: Selection<i64>,
) -> impl IntoView {
    let navigator = use_navigator();
    let around = Around {
        fleet: id,
        target: Memo::new(move |_| fleet.with(|fleet| Some(fleet.as_ref()?.target.as_ref()?.id))),
        now: use_now(),
        actions: use_release_actions(id, fleet, move |_| releases.refetch()),
    };
    let shown = Memo::new(move |_| list.with(ReleaseList::shown));
    let sort = Signal::derive(move || {
        list.with(|list| {
            let direction = if list.is_descending { Direction::Descending } else { Direction::Ascending };
            vec![Sort { column: list.sort.word().to_owned(), direction }]
        })
    });
    let columns = Signal::derive(move || columns(&shown.get(), around));
    view! {
        <Grid
            label="Releases"
            columns
            rows
            key=|release: &Release| release.id
            narrow=Narrow::new(64, move |row| narrow(row, around))
            sort
            on_sort=move |pressed: SortPress| {
                let Some(sort) = ReleaseSort::from_word(&pressed.column) else { return };
                go.run(list.with_untracked(|list| list.sorted(sort)));
            }
            on_open=move |release: i64| navigator.go(&Place::Fleet { id, tab: FleetTab::Release(release) })
            selection=chosen
            name=|release: &Release| release.label.clone()
            dim=|release: &Release| release.is_invalidated
        />
    }
}

/// The bar over the foot while releases are chosen: exactly two can be compared, the older one first.
#[component]
fn Chosen(id: i64, all: Memo<Option<Vec<Release>>>, chosen: Selection<i64>) -> impl IntoView {
    let navigator = use_navigator();
    // What was deleted meanwhile is chosen no longer.
    let picked = Memo::new(move |_| {
        chosen.chosen.with(|chosen| {
            all.with(|all| {
                let mut ids: Vec<i64> =
                    all.iter().flatten().map(|release| release.id).filter(|id| chosen.contains(id)).collect();
                ids.sort_unstable();
                ids
            })
        })
    });
    let refusal =
        Signal::derive(move || (picked.with(Vec::len) != 2).then(|| "Choose two releases to compare them.".to_owned()));
    let compare = move |()| {
        if let [from, to] = *picked.get_untracked() {
            navigator.go(&Place::Fleet { id, tab: FleetTab::Compare { from, to } });
        }
    };
    move || {
        picked.with(|picked| !picked.is_empty()).then(|| {
            view! {
                <div class="bulk" role="toolbar" aria-label="Chosen releases">
                    <span class="tn">{move || format!("{} chosen", picked.with(Vec::len))}</span>
                    <Button size=ButtonSize::Small disabled=refusal on_press=compare>"Compare"</Button>
                    <Button size=ButtonSize::Small kind=ButtonKind::Ghost on_press=move |()| chosen.clear()>"Clear"</Button>
                </div>
            }
        })
    }
}
