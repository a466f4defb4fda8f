//! The line under the log: whether it follows, how much there is, and a way to hear the new lines.

use leptos::prelude::*;
use logs::log::Log;
use ui::announcer::use_announcer;
use ui::button::{Button, ButtonSize};
use ui::kbd::Kbd;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::connection::Connection;
use super::state::Panel;

/// Most lines read out at once.
const READ: usize = 10;

#[component]
pub(super) fn LogFoot(panel: Panel, connection: Signal<Connection>) -> impl IntoView {
    let announcer = use_announcer();
    let read_to = StoredValue::new(panel.log.with_untracked(Log::next));
    let read = move |()| {
        let from = read_to.get_value();
        let len = panel.len();
        let first =
            panel.with_view(|view| view.position(from).unwrap_or_else(|next| next)).max(len.saturating_sub(READ));
        let lines = panel.rows(first..len, |_, row| format!("{}: {}", row.source, row.text));
        read_to.set_value(panel.log.with_untracked(Log::next));
        announcer.say(if lines.is_empty() { "No new lines".to_owned() } else { lines.join(". ") });
    };
    let state = Signal::derive(move || match (connection.get(), panel.following.get()) {
        (Connection::Live, true) => (Tone::Ok, Shape::Disc, "Following"),
        (Connection::Live, false) => (Tone::Idle, Shape::Ring, "Paused"),
        (Connection::Loading, _) => (Tone::Busy, Shape::Arc, "Loading"),
        (Connection::Lost | Connection::DeviceOffline, _) => (Tone::Idle, Shape::Ring, "Not live"),
    });
    let tone = Signal::derive(move || state.get().0);
    let shape = Signal::derive(move || state.get().1);
    let amount = move || {
        panel.revision.track();
        let (rows, trimmed) = panel.log.with_untracked(|log| (log.len(), log.trimmed()));
        let shown = panel.len();
        let lines = if shown == rows { format!("{rows} lines") } else { format!("{shown} of {rows} lines") };
        if trimmed > 0 { format!("{lines}, {trimmed} older ones let go") } else { lines }
    };
    view! {
        <div class="foot log-foot">
            <StateLabel tone shape>{move || state.get().2}</StateLabel>
            <span class="tn">{amount}</span>
            {move || (panel.unseen() > 0).then(|| view! {
                <Button size=ButtonSize::Small on_press=move |()| panel.follow()>
                    {move || format!("{} new lines", panel.unseen())}
                </Button>
            })}
            <Button size=ButtonSize::Small on_press=read>"Read new lines"</Button>
            <span class="keys" aria-hidden="true">
                <Kbd keys="J" /><Kbd keys="K" />"line"<Kbd keys="N" />"match"<Kbd keys="Y" />"copy line"
            </span>
        </div>
    }
}
