//! The kinds of messages in a log, beside it: how often each is written, by how many devices, and which came with a release.

pub(super) mod devices;
mod row;
pub(super) mod words;

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::kinds::{KindsWish, ShownKinds};
use logs::kinds::Order;
use model::figure::{counted, grouped};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::segmented::{Choice, Segmented};
use ui::skeleton::SkeletonRows;

use self::devices::{AskedKind, KindDevicesDialog};
use self::row::KindRow;
use super::panel::Panel;
use crate::routes::log_query::LogQuery;

/// Most kinds listed.
const MOST: u32 = 100;

/// The panel; as long as it is there, kinds are counted.
#[component]
pub(super) fn KindsAside(panel: Panel) -> impl IntoView {
    let log = panel.log();
    let order = RwSignal::new(Order::Count);
    let about = panel.about;
    // Another answer of the same rows begins no new count; another boundary does.
    let since = Memo::new(move |_| about.since.get());
    Effect::new(move |_| {
        let boundary = since.with(|since| since.as_ref().map(|since| since.boundary.clone()).unwrap_or_default());
        log.ask.run(Ask::Kinds(Some(KindsWish { most: MOST, order: order.get(), only_new: false, boundary })));
    });
    on_cleanup(move || log.ask.run(Ask::Kinds(None)));
    let release = Memo::new(move |_| since.with(|since| since.as_ref().map(|since| since.release.clone())));
    let of = move |of: fn(&ShownKinds) -> u64| log.kinds.with(|kinds| kinds.as_ref().map(|kinds| of(kinds)));
    let head = move || {
        let lines = counted(of(|kinds| u64::from(kinds.rows))?, "line", "lines");
        let so_far =
            if log.kinds.with(|kinds| kinds.as_ref().is_some_and(|kinds| kinds.is_whole)) { "" } else { " so far" };
        Some(format!("{} in {lines}{so_far}", grouped(of(|kinds| u64::from(kinds.count))?)))
    };
    // Rows stay where they are while their numbers change: the focus, or an open menu, may be on one.
    let numbers = Memo::new(move |_| {
        log.kinds.with(|kinds| {
            kinds.as_ref().map(|kinds| kinds.kinds.iter().map(|kind| (kinds.run, kind.number)).collect::<Vec<_>>())
        })
    });
    let is_of_many = Memo::new(move |_| panel.drawn.with(|shown| shown.rows.iter().any(|row| !row.device.is_empty())));
    let asked = RwSignal::new(None::<AskedKind>);
    let row = move |(run, number): (u32, Option<u32>)| {
        let kind = Memo::new(move |_| {
            log.kinds.with(|kinds| kinds.as_ref()?.kinds.iter().find(|kind| kind.number == number).cloned())
        });
        let many = is_of_many.get_untracked();
        view! { <KindRow panel run kind release is_of_many=many on_devices=Callback::new(move |kind| asked.set(Some(kind))) /> }
    };
    let more = move || {
        let left = of(|kinds| u64::from(kinds.count) - kinds.kinds.len() as u64).filter(|left| *left > 0)?;
        Some(
            view! { <p class="kinds-more small muted">{format!("{} more are written less often.", grouped(left))}</p> },
        )
    };
    let is_empty = Memo::new(move |_| of(|kinds| u64::from(kinds.count)) == Some(0));
    view! {
        <section class="kinds" aria-label="Message kinds">
            <div class="kinds-head">
                <h2>"Message kinds"</h2>
                <span class="faint small tn">{head}</span>
                <span class="push"></span>
                <IconButton glyph=Glyph::Close label="Close the message kinds" on_press=move |()| about.is_open.set(false) />
            </div>
            <div class="kinds-order">
                <Segmented
                    label="Order of the kinds"
                    choices=vec![Choice::new(Order::Count, "By count"), Choice::new(Order::Newest, "Newest")]
                    value=order
                    on_change=move |wanted| order.set(wanted)
                />
            </div>
            <div class="kinds-list">
                {move || numbers.with(Option::is_none).then(|| view! { <SkeletonRows label="Counting the kinds" rows=5 row=48 /> })}
                {move || is_empty.get().then(|| view! { <p class="kinds-more small muted">"No line to count yet."</p> })}
                <ul aria-label="Kinds of messages">
                    <For each=move || numbers.get().unwrap_or_default() key=|key| *key children=row />
                </ul>
                {more}
            </div>
        </section>
        <KindDevicesDialog
            asked
            devices=log.kind_devices
            ask=log.ask
            href=move |(name, sign): (String, String)| {
                let lines = LogQuery { kinds: Vec::new(), ..panel.query.get_untracked() }.with_kind(sign, false);
                about.device.run((name, lines))
            }
        />
    }
}
