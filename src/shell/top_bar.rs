//! The top bar: mark, path, connection, theme, who is signed in.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::breadcrumb::{Breadcrumb, Crumb};
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::kbd::Kbd;
use ui::mark::Mark;
use ui::menu::{Menu, MenuItem};

use super::connection::ConnectionState;
use super::palette::Scope;
use crate::data::session::use_session;
use crate::data::signed::Signed;
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;
use crate::services::theme::{Theme, use_theme};

/// The top bar.
#[component]
pub(super) fn TopBar(
    signed: Signed,
    path: Memo<Vec<Crumb>>,
    fleet: Memo<Option<Fleet>>,
    palette: RwSignal<Option<Scope>>,
    drawer: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    let initials: String = signed.username.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    let username = signed.username.clone();
    let switch = move |part: usize| {
        // The fleet comes right behind “Fleets”, the device after the fleet's devices.
        let of_device = fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| Scope::DevicesOf(fleet.id)));
        palette.set(if part == 1 { Some(Scope::Fleets) } else { of_device });
    };
    let navigator = use_navigator();
    let items = move || {
        vec![
            MenuItem::new("profile", "Profile and password").glyph(Glyph::User).heading(username.clone()),
            MenuItem::new("sessions", "Sessions").glyph(Glyph::System),
            MenuItem::new("api-keys", "API keys").glyph(Glyph::Key),
            MenuItem::new("ssh-keys", "SSH keys").glyph(Glyph::Terminal),
            MenuItem::new("organizations", "Organizations").glyph(Glyph::Group),
            MenuItem::new("sign-out", "Sign out").glyph(Glyph::Logout),
        ]
    };
    let choose = move |id: String| {
        let tab = match id.as_str() {
            "sign-out" => return session.sign_out(),
            "sessions" => AccountTab::Sessions,
            "api-keys" => AccountTab::ApiKeys,
            "ssh-keys" => AccountTab::SshKeys,
            "organizations" => AccountTab::Organizations,
            _ => AccountTab::Profile,
        };
        navigator.go(&Place::Account(tab));
    };
    view! {
        <header class="topbar">
            <span class="only-narrow">
                <IconButton glyph=Glyph::Menu label="Menu" touch=true on_press=move |()| drawer.set(true) />
            </span>
            <a class="logo" href=Place::fleets().to_string() aria-label="Binnacle, fleets">
                <Mark />
                <span class="only-wide">"Binnacle"</span>
            </a>
            <Breadcrumb parts=path on_switch=switch />
            <SearchButton palette />
            <ConnectionState />
            <ThemeMenu />
            <Menu label="Account" items=Signal::derive(items) on_choose=choose>
                <span class="avatar" aria-hidden="true">{initials.to_uppercase()}</span>
                <span class="sr-only">"Account: "{signed.username}</span>
            </Menu>
        </header>
    }
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let theme = use_theme();
    let items = Signal::derive(move || {
        let item = |id, label, of| {
            let item = MenuItem::new(id, label);
            if theme.get() == of { item.glyph(Glyph::Check) } else { item }
        };
        vec![
            item("system", "As the system", Theme::System),
            item("light", "Light", Theme::Light),
            item("dark", "Dark", Theme::Dark),
        ]
    });
    let choose = move |id: String| {
        theme.set(match id.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        });
    };
    view! { <Menu label="Theme" glyph=Glyph::Sun items on_choose=choose /> }
}

/// Opens the palette: a field on wide screens, an icon on narrow ones.
#[component]
fn SearchButton(palette: RwSignal<Option<Scope>>) -> impl IntoView {
    let open = move || palette.set(Some(Scope::Everything));
    let keys = if is_apple() { "⌘K" } else { "Ctrl K" };
    view! {
        <button
            type="button"
            class="topsearch"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| open()
        >
            <Icon glyph=Glyph::Search />
            "Search or run a command"
            <span class="shortcut" aria-hidden="true"><Kbd keys=keys /></span>
        </button>
        <span class="only-narrow push">
            <IconButton glyph=Glyph::Search label="Search or run a command" touch=true on_press=move |()| open() />
        </span>
    }
}

/// There the key is written ⌘.
fn is_apple() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|name| agent.contains(name))
}
