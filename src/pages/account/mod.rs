//! The signed-in person's own pages: profile, sessions, keys, organizations.

mod api_key_dialog;
mod api_keys;
mod member_row;
mod organization;
mod organizations;
mod password;
mod profile;
mod sessions;
mod ssh_key_dialog;
mod ssh_keys;

use leptos::prelude::*;
use ui::tabs::{Tab, Tabs};

use self::api_keys::ApiKeys;
use self::organization::OrganizationPart;
use self::organizations::OrganizationList;
use self::profile::ProfilePart;
use self::sessions::Sessions;
use self::ssh_keys::SshKeys;
use crate::data::account::use_account;
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;
use crate::services::title::set_title;

/// The parts that are tabs; one organization is below its list.
const TABS: [AccountTab; 5] =
    [AccountTab::Profile, AccountTab::Sessions, AccountTab::ApiKeys, AccountTab::SshKeys, AccountTab::Organizations];

/// The signed-in person's own pages.
#[component]
pub fn AccountPage(place: Memo<Place>) -> impl IntoView {
    let tab = Memo::new(move |former: Option<&AccountTab>| match place.get() {
        Place::Account(tab) => tab,
        _ => former.copied().unwrap_or(AccountTab::Profile),
    });
    set_title(move || tab.get().title().to_owned());
    let profile = use_account().profile();
    let tabs = Signal::stored(
        TABS.iter()
            .map(|tab| Tab {
                id: tab.title().to_owned(),
                label: tab.title().to_owned(),
                href: Place::Account(*tab).to_string(),
                count: None,
            })
            .collect::<Vec<_>>(),
    );
    let current = Memo::new(move |_| match tab.get() {
        AccountTab::Organization(_) => AccountTab::Organizations.title().to_owned(),
        other => other.title().to_owned(),
    });
    let part = move || match tab.get() {
        AccountTab::Profile => view! { <ProfilePart profile /> }.into_any(),
        AccountTab::Sessions => view! { <Sessions /> }.into_any(),
        AccountTab::ApiKeys => view! { <ApiKeys profile /> }.into_any(),
        AccountTab::SshKeys => view! { <SshKeys profile /> }.into_any(),
        AccountTab::Organizations => view! { <OrganizationList profile /> }.into_any(),
        AccountTab::Organization(id) => view! { <OrganizationPart id profile /> }.into_any(),
    };
    view! {
        <div class="head"><h1>"Account"</h1></div>
        <Tabs label="Account" tabs current />
        <div class="page account">{part}</div>
    }
}
