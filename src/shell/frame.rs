//! The frame: top bar, sidebar, the page, and what floats over it.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use ui::announcer::{AnnouncerRegion, use_announcer};
use ui::toast::{Toast, ToastRegion};
use ui::tone::Tone;

use super::bottom_nav::BottomNav;
use super::connection::LostStrip;
use super::drawer::Drawer;
use super::job_view::{JobDialog, JobStrips};
use super::keys_dialog::KeysDialog;
use super::palette::Palette;
use super::question_dialog::QuestionDialog;
use super::sidebar::Sidebar;
use super::top_bar::TopBar;
use super::whereabouts::{fleet_at_hand, path};
use crate::data::session::use_session;
use crate::data::signed::Signed;
use crate::routes::place::Place;
use crate::services::commands::{Command, Sign, use_command};
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;
use crate::services::sidebar::use_sidebar;
use crate::services::theme::{Theme, use_theme};
use crate::services::title::use_title;
use crate::services::toasts::use_toasts;

/// The title is said when it has stood for so long: names of fleets and devices come a moment after the page.
const TITLE_SETTLES: Duration = Duration::from_millis(400);
/// By then a page that had to be read first is there.
const PAGE_SETTLES: Duration = Duration::from_millis(1_500);

/// The frame around `children`, the page.
#[component]
pub fn Frame(signed: Signed, place: Memo<Place>, children: Children) -> impl IntoView {
    let fleet = fleet_at_hand(place);
    let path = path(place, fleet);
    announce_pages(place);
    go_keys(fleet);
    own_commands();
    let (palette, drawer) = (RwSignal::new(None), RwSignal::new(false));
    let side = use_sidebar();
    use_shortcut("[", "Fold or unfold the sidebar", move || side.toggle());

    let toasts = use_toasts();
    let shown = Signal::derive(move || {
        let toast = |news: crate::services::toasts::News| Toast {
            id: news.id,
            tone: if news.is_failure { Tone::Fail } else { Tone::Ok },
            title: news.title,
            detail: news.detail,
            action: None,
        };
        toasts.list().get().into_iter().map(toast).collect::<Vec<_>>()
    });
    view! {
        <a class="skip" href="#main">"Skip to the page"</a>
        <div class="app" class:side-narrow=move || side.is_narrow() class:side-wide=move || side.is_wide()>
            <TopBar signed=signed.clone() path fleet palette drawer />
            <Sidebar signed=signed.clone() place fleet />
            <main class="main" id="main" tabindex="-1">
                <LostStrip />
                <JobStrips />
                {children()}
            </main>
            <BottomNav place fleet />
        </div>
        <Drawer open=drawer signed place fleet />
        <Palette scope=palette place fleet />
        <KeysDialog />
        <JobDialog />
        <QuestionDialog />
        <ToastRegion toasts=shown on_dismiss=move |id| toasts.dismiss(id) />
        <AnnouncerRegion announcer=use_announcer() />
    }
}

/// Another page: its heading gets the focus, its title is said. Not for the first page, where the browser does both, nor
/// for a filter or a tab.
fn announce_pages(place: Memo<Place>) {
    let page = Memo::new(move |_| place.with(Place::page));
    let (title, announcer) = (use_title(), use_announcer());
    let presses = StoredValue::new(0_u32);
    let press = move || {
        let _ = presses.try_update_value(|presses| *presses = presses.wrapping_add(1));
    };
    let keys = window_event_listener(ev::keydown, move |_| press());
    let pointers = window_event_listener(ev::pointerdown, move |_| press());
    on_cleanup(move || {
        keys.remove();
        pointers.remove();
    });
    Effect::new(move |former: Option<()>| {
        // Read, not only tracked: a memo that nobody has read follows nothing yet.
        page.with(|_| ());
        if former.is_none() {
            return;
        }
        // Who presses something from now on puts the focus where it is, or waits for it elsewhere: in a shell that opens. The
        // press that led here is over by the next frame.
        let at = StoredValue::new(None);
        request_animation_frame(move || {
            let _ = at.try_set_value(presses.try_get_value());
            focus_heading();
        });
        let focus_lost_heading = move || {
            if presses.try_get_value() == at.try_get_value().flatten() {
                focus_lost_heading();
            }
        };
        set_timeout(
            move || {
                focus_lost_heading();
                if let Some(title) = title.try_get_untracked() {
                    announcer.say(title);
                }
            },
            TITLE_SETTLES,
        );
        set_timeout(focus_lost_heading, PAGE_SETTLES);
    });
}

fn focus_heading() {
    let heading = document().query_selector("#main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = heading.set_attribute("tabindex", "-1");
        let _ = heading.focus();
    }
}

/// What is shown while a page loads goes with its heading, and the focus with it.
fn focus_lost_heading() {
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
        focus_heading();
    }
}

fn go_keys(fleet: Memo<Option<model::fleet::Fleet>>) {
    let navigator = use_navigator();
    let within = move |to: fn(i64) -> Place| {
        if let Some(id) = fleet.with_untracked(|fleet| fleet.as_ref().map(|fleet| fleet.id)) {
            navigator.go(&to(id));
        }
    };
    use_shortcut("g f", "Go to fleets", move || navigator.go(&Place::fleets()));
    use_shortcut("g o", "Go to the fleet's overview", move || within(Place::fleet));
    use_shortcut("g d", "Go to the fleet's devices", move || within(Place::devices));
    use_shortcut("g l", "Go to the fleet's logs", move || within(Place::logs));
    use_shortcut("g r", "Go to the fleet's releases", move || within(Place::releases));
}

/// What can be done on every page.
fn own_commands() {
    let (theme, session) = (use_theme(), use_session());
    let is_now =
        move |of: Theme, words: &'static str| Signal::derive(move || (theme.get() == of).then(|| words.to_owned()));
    use_command(Command::new(Sign::Leave, "Sign out".to_owned(), move || session.sign_out()));
    for (of, label, words) in [
        (Theme::System, "Theme as the system", "It follows the system already."),
        (Theme::Dark, "Dark theme", "It is dark already."),
        (Theme::Light, "Light theme", "It is light already."),
    ] {
        let command = Command::new(Sign::Theme, label.to_owned(), move || theme.set(of));
        use_command(command.disabled(is_now(of, words)));
    }
}
