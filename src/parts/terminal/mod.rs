//! A terminal into a device: the host OS or a running service, over a session that somebody else holds.

mod feed;
mod header;
mod input;
mod key_row;
mod screen;
mod session;
mod strip;

use leptos::{html, prelude::*};
use term::Size;
use ui::announcer::use_announcer;
use ui::button::Button;
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::skeleton::SkeletonRows;

pub use self::feed::Feed;
use self::header::TerminalHeader;
use self::key_row::KeyRow;
use self::screen::Screen;
pub use self::session::{SessionState, ShellTarget, Start, TargetChoice};
use self::strip::TerminalStrip;
use crate::services::confirm::use_confirm;
pub use term::Size as ScreenSize;

/// The terminal panel; it fills its parent, which gives it height.
///
/// Output comes through `feed`. A shell is asked for by `on_start`: when the screen is there (if `at_once`), when the person
/// presses Connect or Start again, and when another `target` is chosen while one is open; the caller ends the former one.
/// `note` is shown once over the screen ("Reattached after 12 s without network; nothing was lost.").
#[component]
pub fn TerminalView(
    feed: Feed,
    #[prop(into)] targets: Signal<Vec<TargetChoice>>,
    #[prop(into)] target: Signal<ShellTarget>,
    #[prop(into)] on_target: Callback<ShellTarget>,
    #[prop(into)] state: Signal<SessionState>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(default = true)] at_once: bool,
    #[prop(into)] on_start: Callback<Start>,
    #[prop(into)] on_input: Callback<Vec<u8>>,
    #[prop(into)] on_resize: Callback<Size>,
    #[prop(into)] on_retry: Callback<()>,
    #[prop(into)] on_disconnect: Callback<()>,
) -> impl IntoView {
    // What is asked for at once is on its way from the start.
    let state = Signal::derive(move || match state.get() {
        SessionState::Idle if at_once => SessionState::Connecting,
        state => state,
    });
    let announcer = use_announcer();
    let confirm = use_confirm();
    let panel = NodeRef::<html::Section>::new();
    let place = NodeRef::<html::Div>::new();
    let full = RwSignal::new(false);
    let leave = move |()| {
        if let Some(panel) = panel.get_untracked() {
            // Gone only with the page; then there is no focus to keep.
            let _ = panel.focus();
        }
        announcer.say("Left the terminal");
    };
    let screen = Screen {
        feed,
        size: RwSignal::new(None),
        failed: RwSignal::new(None),
        control: RwSignal::new(false),
        on_input,
        on_resize,
        on_leave: Callback::new(leave),
    };
    let open = move || {
        if let Some(element) = place.get_untracked() {
            screen.open(element.into(), confirm);
        }
    };
    Effect::new(move |_| {
        if place.get().is_some() {
            open();
        }
    });
    on_cleanup(move || feed.detach());

    let start = move || {
        if let Some(size) = screen.size.get_untracked() {
            feed.begin();
            on_start.run(Start { target: target.get_untracked(), size });
        }
    };
    let ready = Memo::new(move |_| screen.size.with(Option::is_some));
    Effect::new(move |before: Option<(bool, ShellTarget)>| {
        let now = (ready.get(), target.get());
        let came = now.0 && before.as_ref().is_none_or(|before| !before.0);
        let moved = now.0 && before.is_some_and(|before| before.1 != now.1);
        let wanted = (came && at_once) || (moved && state.with_untracked(SessionState::is_open));
        if wanted {
            start();
        }
        now
    });
    let live = Memo::new(move |_| state.with(SessionState::takes_input));
    Effect::new(move |_| {
        ready.track();
        feed.set_connected(live.get());
    });
    // Typing can begin as soon as the shell is there, if the person is still here.
    Effect::new(move |_| {
        if live.get()
            && ready.get()
            && document().active_element().is_none_or(|active| active.tag_name() == "BODY")
            && let Some(terminal) = feed.terminal()
        {
            terminal.focus();
        }
    });
    let dimmed =
        move || state.with(|state| !matches!(state, SessionState::Connected { .. } | SessionState::Connecting));
    let covered = move || {
        screen.failed.get().map(|error| {
            let retry = move || view! { <Button on_press=move |()| open()>"Try again"</Button> };
            view! {
                <div class="term-cover">
                    <EmptyState glyph=Glyph::Terminal title="No terminal" actions=retry>{error.to_string()}</EmptyState>
                </div>
            }
            .into_any()
        })
    };
    let waiting = move || !ready.get() || state.with(|state| matches!(state, SessionState::Connecting));
    view! {
        <section
            class="pane terminal-view"
            class:on=live
            class:full=full
            aria-label="Terminal"
            aria-description="All keys go to the device. Press Escape twice to leave."
            tabindex="-1"
            node_ref=panel
        >
            <TerminalHeader targets target on_target state size=screen.size.into() full on_disconnect />
            <TerminalStrip state note on_start=Callback::new(move |()| start()) on_retry />
            <div class="term" class:dim=dimmed>
                <div class="term-place" node_ref=place></div>
                {move || (waiting() && screen.failed.with(Option::is_none)).then(|| view! {
                    <div class="term-cover"><SkeletonRows label="Connecting" rows=4 row=18 /></div>
                })}
                {covered}
            </div>
            <KeyRow feed control=screen.control />
        </section>
    }
}
