//! A fleet's settings: what it is called, made for, runs and is seen by; what is done to all its devices; its end.

mod actions;
mod danger;
mod general;
mod policy;

use leptos::prelude::*;
use ui::card::Card;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::skeleton::SkeletonRows;

use self::actions::WholeFleet;
use self::danger::Danger;
use self::general::General;
use self::policy::Policy;
use crate::data::fleet_detail;
use crate::data::fleets::{Found, use_fleets};
use crate::parts::failed::Failed;
use crate::parts::missing::Missing;
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;
use crate::services::title::set_title;

/// The settings.
#[component]
pub fn FleetSettingsPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let _ = place;
    let found = use_fleets().one(id);
    let fleet = Memo::new(move |_| found.get().fleet());
    let detail = fleet_detail::of(id);
    set_title(move || {
        let name = fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()));
        name.map_or_else(|| "Settings".to_owned(), |name| format!("Settings of {name}"))
    });
    let is_missing = Memo::new(move |_| found.get() == Found::Missing);
    let is_loading = Memo::new(move |_| detail.is_loading() || fleet.with(Option::is_none));
    let organization = Memo::new(move |_| detail.with(|held| held.value()?.organization.clone()));
    let failed = move || {
        detail.failure().map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| detail.refetch() /> }
        })
    };
    move || {
        if is_missing.get() {
            return view! { <Missing what="fleet" name=id.to_string() /> }.into_any();
        }
        let content = move || {
            if is_loading.get() {
                return view! { <SkeletonRows label="Settings are loading" rows=6 row=36 /> }.into_any();
            }
            view! {
                <General id detail />
                <Policy id fleet />
                <Card title="Access">
                    <DescriptionList>
                        <DescriptionItem term="Members">
                            {move || organization.get().map(|one| {
                                let href = Place::Account(AccountTab::Organization(one.id)).to_string();
                                view! { <a class="link cut" href=href>{format!("People of {}", one.name)}</a> }
                            })}
                        </DescriptionItem>
                        <DescriptionItem term="Support access">
                            <span class="muted">"Given to balena's staff in balenaCloud; there is nobody to give it to here."</span>
                        </DescriptionItem>
                        <DescriptionItem term="Transfer">
                            <span class="muted">"The balena API moves a fleet to another organization only in balenaCloud."</span>
                        </DescriptionItem>
                    </DescriptionList>
                </Card>
                <WholeFleet id fleet />
                <Danger id fleet />
            }
            .into_any()
        };
        view! {
            <div class="head"><h1>"Settings"</h1></div>
            <div class="page settings">{failed}{content}</div>
        }
        .into_any()
    }
}
