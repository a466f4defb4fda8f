//! One release: what it is made of, how it was built, who runs it, and what can be done to it.

mod assets;
mod build_log;
mod composition;
mod dockerfile;
mod facts;
mod head;
mod new_kinds;
mod services;

use leptos::prelude::*;
use model::figure::grouped;
use model::fleet::Fleet;
use model::release_detail::ReleaseDetail;
use ui::skeleton::SkeletonRows;
use ui::tabs::{Tab, Tabs};

use self::assets::AssetsPart;
use self::build_log::BuildLogPart;
use self::composition::CompositionPart;
use self::facts::Facts;
use self::head::ReleaseHead;
use self::new_kinds::NewKindsCard;
use self::services::ServicesCard;
use super::actions::use_release_actions;
use super::words::ReleaseAction;
use crate::data::failure::Failure;
use crate::data::fleets::use_fleets;
use crate::data::release;
use crate::parts::failed::Failed;
use crate::parts::missing::Missing;
use crate::routes::device_list::DeviceList;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_tab::ReleaseTab;
use crate::services::navigation::use_navigator;
use crate::services::title::set_title;

/// A release of a fleet.
#[component]
pub fn ReleasePage(id: i64, release: i64, place: Memo<Place>) -> impl IntoView {
    let fleet = {
        let found = use_fleets().one(id);
        Memo::new(move |_| found.get().fleet())
    };
    let held = release::of(id, Signal::stored(Some(release)));
    let detail = Memo::new(move |_| held.value());
    set_title(move || match detail.with(|detail| detail.as_ref().map(|detail| detail.release.label.clone())) {
        Some(label) => format!("Release {label}"),
        None => "Release".to_owned(),
    });
    let is_there = Memo::new(move |_| detail.with(Option::is_some));
    move || {
        if is_there.get() {
            return view! { <Known id release fleet detail place held /> }.into_any();
        }
        match held.failure() {
            Some(Failure::NotFound { .. }) => view! { <Missing what="release" name=release.to_string() /> }.into_any(),
            Some(failure) => {
                let request = failure.request_id().map(str::to_owned);
                view! {
                    <div class="head"><h1 class="faint">"Release"</h1></div>
                    <div class="in-page">
                        <Failed message=failure.to_string() request_id=request on_retry=move |()| held.refetch() />
                    </div>
                }
                .into_any()
            }
            None => view! {
                <div class="head"><h1 class="faint">"Release"</h1></div>
                <div class="in-page"><SkeletonRows label="The release is loading" rows=8 /></div>
            }
            .into_any(),
        }
    }
}

/// What the page shows under its tabs; none is the summary.
fn tab_of(place: &Place) -> Option<ReleaseTab> {
    match place {
        Place::Fleet { tab: FleetTab::ReleasePart(_, tab), .. } => Some(*tab),
        _ => None,
    }
}

#[component]
fn Known(
    id: i64,
    release: i64,
    fleet: Memo<Option<Fleet>>,
    detail: Memo<Option<ReleaseDetail>>,
    place: Memo<Place>,
    held: release::Release,
) -> impl IntoView {
    let navigator = use_navigator();
    let actions = use_release_actions(id, fleet, move |(action, _)| {
        if action == ReleaseAction::Delete {
            navigator.replace(&Place::releases(id));
        } else {
            held.refetch();
        }
    });
    // The last value stays on screen while the next is read; a page without one is not mounted.
    let detail =
        Memo::new(move |former: Option<&Option<ReleaseDetail>>| detail.get().or_else(|| former.cloned().flatten()));
    let tab = Memo::new(move |_| place.with(tab_of));
    // The list of tabs is drawn anew only when it is another one: the focus may be on it.
    let tabs = Memo::new(move |_| detail.with(|detail| tabs(id, release, detail.as_ref())));
    let current = Signal::derive(move || match tab.get() {
        None => "summary".to_owned(),
        Some(ReleaseTab::Composition) => "composition".to_owned(),
        Some(ReleaseTab::BuildLog(_)) => "log".to_owned(),
        Some(ReleaseTab::Assets) => "assets".to_owned(),
    });
    let part = Memo::new(move |_| tab.get().map(|tab| std::mem::discriminant(&tab)));
    let body = move || {
        // Read, not only tracked: a memo that nobody has read follows nothing yet.
        part.with(|_| ());
        match tab.get_untracked() {
            None => view! {
                <div class="page">
                    <div class="cols release-cols">
                        <Facts fleet=id detail actions on_saved=move |()| held.refetch() />
                        <ServicesCard fleet=id release detail />
                    </div>
                    <NewKindsCard fleet=id release detail />
                </div>
            }
            .into_any(),
            Some(ReleaseTab::Composition) => view! { <div class="page"><CompositionPart detail /></div> }.into_any(),
            Some(ReleaseTab::BuildLog(_)) => view! { <BuildLogPart fleet=id release detail tab /> }.into_any(),
            Some(ReleaseTab::Assets) => {
                view! { <div class="page"><AssetsPart release detail actions on_changed=move |()| held.refetch() /></div> }
                    .into_any()
            }
        }
    };
    view! {
        <ReleaseHead id fleet detail actions />
        <Tabs label="Parts of the release" tabs current />
        <div role="tabpanel" class="release-part" aria-label=current>{body}</div>
    }
}

fn tabs(fleet: i64, release: i64, detail: Option<&ReleaseDetail>) -> Vec<Tab> {
    let to = |tab: FleetTab| Place::Fleet { id: fleet, tab }.to_string();
    let part = |tab| to(FleetTab::ReleasePart(release, tab));
    let tab = |id: &str, label: &str, href: String, count: Option<u64>| Tab {
        id: id.to_owned(),
        label: label.to_owned(),
        href,
        count: count.map(grouped),
    };
    let devices = detail.and_then(|detail| detail.release.devices);
    let assets = detail.map(|detail| detail.assets.len() as u64).filter(|count| *count > 0);
    vec![
        tab("summary", "Summary", to(FleetTab::Release(release)), None),
        tab("composition", "Composition", part(ReleaseTab::Composition), None),
        tab("log", "Build log", part(ReleaseTab::BuildLog(None)), None),
        tab("devices", "Devices", to(FleetTab::Devices(DeviceList::running(release))), devices),
        tab("assets", "Assets", part(ReleaseTab::Assets), assets),
    ]
}
