//! The whole: services and data made once, the address to a page, the page into the frame. Only this file knows every page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use ui::announcer::provide_announcer;

use crate::data::bulk::jobs::provide_jobs;
use crate::data::fleets::provide_fleets;
use crate::data::hub::provide_hub;
use crate::data::log_desk::{keep_logs, provide_log_desk};
use crate::data::rights::provide_rights;
use crate::data::session::{Who, provide_session, use_session};
use crate::data::signed::Signed;
use crate::pages::account::AccountPage;
use crate::pages::configuration::ConfigurationPage;
use crate::pages::device::DevicePage;
use crate::pages::devices::DevicesPage;
use crate::pages::fleet::FleetPage;
use crate::pages::fleet_logs::FleetLogsPage;
use crate::pages::fleet_settings::FleetSettingsPage;
use crate::pages::fleets::FleetsPage;
use crate::pages::login::LoginPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::provisioning::ProvisioningPage;
use crate::pages::releases::compare::ComparePage;
use crate::pages::releases::list::ReleasesPage;
use crate::pages::releases::one::ReleasePage;
use crate::pages::unreachable::UnreachablePage;
use crate::pages::variables::VariablesPage;
use crate::routes::fleet_tab::FleetPart;
use crate::routes::place::{Page, Place};
use crate::services::clock::provide_clock;
use crate::services::commands::provide_commands;
use crate::services::confirm::provide_confirm;
use crate::services::here::provide_here;
use crate::services::log_keeping::provide_log_keeping;
use crate::services::navigation::{use_address, use_navigator, use_place};
use crate::services::shortcuts::provide_shortcuts;
use crate::services::theme::provide_theme;
use crate::services::title::provide_title;
use crate::services::toasts::provide_toasts;
use crate::shell::frame::Frame;

/// The dashboard.
#[component]
pub fn App() -> impl IntoView {
    provide_clock();
    provide_theme();
    provide_title();
    provide_toasts();
    provide_confirm();
    provide_commands();
    provide_shortcuts();
    provide_here();
    provide_announcer();
    provide_hub();
    provide_log_desk();
    provide_session();
    // One route for all addresses: `routes` knows them, typed, and a page is not built anew when only its query changes.
    view! {
        <Router>
            <FlatRoutes fallback=Inside>
                <Route path=path!("/*any") view=Inside />
            </FlatRoutes>
        </Router>
    }
}

/// Who may see what: the way in, the frame, or that nothing answers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Waiting,
    Unreachable(String),
    Login,
    Frame(Signed),
}

#[component]
fn Inside() -> impl IntoView {
    let session = use_session();
    let (place, address, navigator) = (use_place(), use_address(), use_navigator());
    let who = session.who();
    Effect::new(move |_| match (who.get(), place.get()) {
        (Who::Nobody, place) if place.page() != Page::Login => {
            let return_to = Some(address.get_untracked()).filter(|to| to != "/");
            navigator.replace(&Place::Login { return_to });
        }
        (Who::Somebody(_), Place::Login { return_to: Some(address) }) => navigator.go_to(address, true),
        (Who::Somebody(_), Place::Login { return_to: None }) => navigator.replace(&Place::fleets()),
        _ => {}
    });
    let stage = Memo::new(move |_| match who.get() {
        Who::Unknown => Stage::Waiting,
        Who::Unreachable(failure) => Stage::Unreachable(failure.to_string()),
        Who::Nobody => Stage::Login,
        Who::Somebody(signed) => Stage::Frame(signed),
    });
    move || match stage.get() {
        // The page's own HTML shows the empty frame until the answer is here.
        Stage::Waiting => ().into_any(),
        Stage::Unreachable(why) => view! { <UnreachablePage why on_retry=move || session.ask() /> }.into_any(),
        Stage::Login => view! { <LoginPage /> }.into_any(),
        Stage::Frame(signed) => {
            provide_fleets();
            provide_rights(signed.user);
            provide_jobs();
            keep_logs(&signed, provide_log_keeping(&signed.api, signed.user).is_on());
            view! { <Frame signed place>{pages(place)}</Frame> }.into_any()
        }
    }
}

fn pages(place: Memo<Place>) -> impl IntoView {
    let page = Memo::new(move |_| place.with(Place::page));
    move || match page.get() {
        Page::Login => ().into_any(),
        Page::Fleets => view! { <FleetsPage place /> }.into_any(),
        Page::Fleet(id, part) => match part {
            FleetPart::Overview => view! { <FleetPage id /> }.into_any(),
            FleetPart::Devices => view! { <DevicesPage id place /> }.into_any(),
            FleetPart::Logs => view! { <FleetLogsPage id place /> }.into_any(),
            FleetPart::Releases => view! { <ReleasesPage id place /> }.into_any(),
            FleetPart::Release(release) => view! { <ReleasePage id release place /> }.into_any(),
            FleetPart::Compare => view! { <ComparePage id place /> }.into_any(),
            FleetPart::Variables => view! { <VariablesPage id place /> }.into_any(),
            FleetPart::Configuration => view! { <ConfigurationPage id place /> }.into_any(),
            FleetPart::Provisioning => view! { <ProvisioningPage id place /> }.into_any(),
            FleetPart::Settings => view! { <FleetSettingsPage id place /> }.into_any(),
        },
        Page::Account => view! { <AccountPage place /> }.into_any(),
        Page::Device(uuid) => view! { <DevicePage uuid place /> }.into_any(),
        Page::NotFound => view! { <NotFoundPage /> }.into_any(),
    }
}
