//! The top bar: mark, path, connection, theme, who is signed in.

use leptos::prelude::*;
use ui::breadcrumb::{Breadcrumb, Crumb};
use ui::icon::Glyph;
use ui::mark::Mark;
use ui::menu::{Menu, MenuItem};

use super::connection::ConnectionState;
use crate::data::session::{Signed, use_session};
use crate::routes::place::Place;
use crate::services::theme::{Theme, use_theme};

/// The top bar.
#[component]
pub(super) fn TopBar(signed: Signed, path: Memo<Vec<Crumb>>) -> impl IntoView {
    let session = use_session();
    let initials: String = signed.username.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    let username = signed.username.clone();
    let items = move || vec![MenuItem::new("sign-out", "Sign out").glyph(Glyph::Logout).heading(username.clone())];
    view! {
        <header class="topbar">
            <a class="logo" href=Place::Fleets.to_string() aria-label="Binnacle, fleets">
                <Mark />
                <span class="only-wide">"Binnacle"</span>
            </a>
            <Breadcrumb parts=path />
            <span class="push"></span>
            <ConnectionState />
            <ThemeMenu />
            <Menu label="Account" items=Signal::derive(items) on_choose=move |_: String| session.sign_out()>
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
