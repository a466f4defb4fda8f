//! A log: filtered, searched, followed, with only the rows on the screen in the page.

mod clock;
mod connection;
mod foot;
mod handle;
mod height;
mod keeping;
mod keys;
mod kind_chips;
mod kinds;
mod kinds_about;
mod layout;
mod menu;
mod missing;
mod panel;
mod pieces;
mod query;
mod reading;
mod row;
mod search;
mod sources;
mod space;
mod taken;
mod timeline;

use leptos::prelude::*;
use logs::desk::tell::Tell;
use ui::banner::Strip;
use ui::button::{Button, ButtonKind};
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::skeleton::SkeletonRows;
use ui::tone::Tone;

pub use self::connection::Connection;
use self::foot::LogFoot;
pub use self::handle::LogHandle;
use self::height::watch_height;
use self::keys::use_log_keys;
use self::kinds::KindsAside;
pub use self::kinds::devices::{AskedKind, KindDevicesDialog};
pub use self::kinds::words::{kind_amount, kind_mark, kind_words};
pub use self::kinds_about::{KindsAbout, NewSince};
use self::missing::MissingLine;
use self::panel::Panel;
pub use self::query::place_of;
use self::reading::use_reading;
use self::row::{DrawnRow, LogRow};
use self::search::SearchBar;
use self::sources::SourceBar;
use self::taken::use_taken;
use self::timeline::LogTimeline;
use crate::routes::log_query::LogQuery;

/// Below this width (px) lines wrap from the start: there is no room for one in a row.
const NARROW: f64 = 768.0;

/// The log panel; it fills its parent, which gives it height.
///
/// `services` are offered before they write. `query` is what is shown and `on_query` asks for something else, so that the page can
/// keep it in the address. `name` is the device's or the fleet's, for labels and files. `is_whole` shows everything there is, the
/// density timeline among it: else the panel is one of several on a page. `kinds` is what the page knows for the kinds of messages of a
/// log of several devices.
#[component]
pub fn LogView(
    log: LogHandle,
    #[prop(into)] services: Signal<Vec<String>>,
    #[prop(into)] query: Signal<LogQuery>,
    #[prop(into)] on_query: Callback<LogQuery>,
    #[prop(into)] connection: Signal<Connection>,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] is_whole: Signal<bool>,
    #[prop(optional)] kinds: Option<KindsAbout>,
) -> impl IntoView {
    let about = kinds.unwrap_or_else(KindsAbout::one);
    let panel = Panel::new(log, query, on_query, is_narrow(), about);
    Effect::new(move |_| {
        if let Some(shown) = log.shown.get() {
            panel.take(shown);
        }
    });
    // What is asked for, but for the line: that one is pointed at, not filtered by.
    let lines = Memo::new(move |_| query.get().without_line());
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads never hears that its sources changed.
        lines.with(|_| ());
        panel.look();
    });
    // These change the heights of rows or what stands in them.
    Effect::new(move |before: Option<()>| {
        panel.wrap.track();
        panel.dense.track();
        panel.clock.zone.track();
        panel.clock.is_other.track();
        if before.is_some() {
            panel.redraw();
            panel.look();
        }
    });
    Effect::new(move |_| match log.answer.get() {
        Some(Tell::Stepped(Some(number)) | Tell::Found(Some(number))) => panel.mark(number),
        Some(Tell::Filled(first)) => panel.filled(first),
        Some(Tell::Sign(Some(sign))) => panel.change(|query| query.with_kind(sign, true)),
        _ => {}
    });
    // The timeline stays the same one while the address changes around it: the focus is in it.
    let is_whole = Memo::new(move |_| is_whole.get());
    watch_height(panel);
    use_log_keys(panel);
    use_taken(panel, name);
    use_reading(panel);
    keeping::use_failures(panel);

    let rows = move || {
        let generation = panel.generation.get();
        panel
            .drawn
            .with(|shown| shown.rows.iter().cloned().map(|row| DrawnRow::new(row, generation)).collect::<Vec<_>>())
    };
    let is_empty = Memo::new(move |_| panel.len() == 0);
    view! {
        <section class="log-view" class:dense=panel.dense aria-label="Logs">
            <SourceBar panel services />
            <SearchBar panel name />
            {move || is_whole.get().then(|| view! { <LogTimeline panel /> })}
            {move || notice(connection.get())}
            <MissingLine panel />
            <div class="log-body">
            <div
                class="log"
                class:wrap=panel.wrap
                role="log"
                aria-live="off"
                aria-label=move || format!("Log of {}", name.get())
                tabindex="0"
                node_ref=panel.scroller
                on:scroll=move |_| panel.scrolled()
            >
                <div class="log-space" node_ref=panel.spacer>
                    <div class="log-rows" role=move || panel.reading.get().then_some("list") node_ref=panel.block>
                        <For each=rows key=DrawnRow::key let:row><LogRow row panel /></For>
                    </div>
                </div>
                {move || is_empty.get().then(|| view! { <Nothing panel connection /> })}
            </div>
            {move || about.is_open.get().then(|| view! { <KindsAside panel /> })}
            </div>
            <LogFoot panel connection />
        </section>
    }
}

fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width < NARROW)
}

/// What stands over the rows when nothing new comes.
fn notice(connection: Connection) -> Option<AnyView> {
    match connection {
        Connection::Loading | Connection::Live => None,
        Connection::Lost => Some(
            view! { <Strip tone=Tone::Warn glyph=Glyph::Warning>"Connection lost. The lines written meanwhile follow when it is back."</Strip> }
                .into_any(),
        ),
        Connection::DeviceOffline => Some(
            view! { <Strip tone=Tone::Idle>"The device is disconnected. This is what it last wrote; the log goes on when it is back."</Strip> }
                .into_any(),
        ),
    }
}

/// What stands where no row does: loading, nothing written, or nothing that passes.
#[component]
fn Nothing(panel: Panel, connection: Signal<Connection>) -> impl IntoView {
    let hides = Memo::new(move |_| panel.query.with(query::hides));
    let is_written = Memo::new(move |_| panel.drawn.with(|shown| shown.held > 0));
    move || {
        let is_written = is_written.get();
        if is_written && hides.get() {
            let clear = move || view! { <Button kind=ButtonKind::Plain on_press=move |()| panel.change(|_| LogQuery::default())>"Clear filters"</Button> };
            view! { <EmptyState glyph=Glyph::Filter title="No line passes the filter" actions=clear>"New lines that pass will appear here."</EmptyState> }
                .into_any()
        } else if connection.get() == Connection::Loading {
            view! { <SkeletonRows label="Loading the log" rows=12 row=20 /> }.into_any()
        } else if is_written {
            ().into_any()
        } else {
            view! { <EmptyState glyph=Glyph::Logs title="Nothing written yet">"Lines of the device's services and its supervisor appear here as they are written."</EmptyState> }
                .into_any()
        }
    }
}
