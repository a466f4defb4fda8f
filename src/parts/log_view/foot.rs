//! The line under the log: whether it follows, how much there is, and a way to hear the new lines.

use leptos::prelude::*;
use model::figure::{counted, grouped};
use ui::announcer::use_announcer;
use ui::button::{Button, ButtonSize};
use ui::kbd::Kbd;
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::connection::Connection;
use super::keeping;
use super::panel::Panel;

/// Most lines read out at once.
const READ: usize = 10;

#[component]
pub(super) fn LogFoot(panel: Panel, connection: Signal<Connection>) -> impl IntoView {
    let announcer = use_announcer();
    let read_to = StoredValue::new(0_u64);
    let read = move |()| {
        let from = read_to.get_value();
        let lines: Vec<String> = panel.drawn.with_untracked(|shown| {
            let new = shown.rows.iter().rev().take_while(|row| row.number >= from).take(READ);
            new.map(|row| format!("{}: {}", row.source, row.text)).collect()
        });
        read_to.set_value(panel.drawn.with_untracked(|shown| shown.next));
        let said: Vec<String> = lines.into_iter().rev().collect();
        announcer.say(if said.is_empty() { "No new lines".to_owned() } else { said.join(". ") });
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
        panel.drawn.with(|shown| {
            let (held, len) = (shown.held, u64::from(shown.len));
            let lines = if len == held {
                format!("{} lines", grouped(held))
            } else {
                format!("{} of {} lines", grouped(len), grouped(held))
            };
            let from = if shown.devices > 1 { format!(" from {} devices", shown.devices) } else { String::new() };
            let gone = if shown.trimmed > 0 {
                format!(", {} older ones let go", grouped(shown.trimmed))
            } else {
                String::new()
            };
            format!("{lines}{from}{gone}")
        })
    };
    let rate = move || {
        let rate = panel.log().streams.with(|streams| streams.lines_a_second);
        (rate > 0)
            .then(|| view! { <span class="rate tn muted">{format!("{} lines/s", grouped(u64::from(rate)))}</span> })
    };
    let unseen = Memo::new(move |_| if panel.following.get() { 0 } else { panel.drawn.with(|shown| shown.unseen) });
    view! {
        <div class="foot log-foot">
            <StateLabel tone shape>{move || state.get().2}</StateLabel>
            {rate}
            <span class="amount tn">{amount}</span>
            {move || keeping::words(panel).map(|words| view! { <span class="amount tn muted">{words}</span> })}
            {move || (unseen.get() > 0).then(|| view! {
                <Button size=ButtonSize::Small on_press=move |()| panel.follow()>
                    {move || counted(u64::from(unseen.get()), "new line", "new lines")}
                </Button>
            })}
            <Button size=ButtonSize::Small on_press=read>"Read new lines"</Button>
            <span class="keys" aria-hidden="true">
                <Kbd keys="J" /><Kbd keys="K" />"line"<Kbd keys="N" />"match"<Kbd keys="E" />"expand"<Kbd keys="Y" />"copy link"<Kbd keys="H" />"hide this kind"
            </span>
        </div>
    }
}
