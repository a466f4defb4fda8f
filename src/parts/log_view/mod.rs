//! A device's log: filtered, searched, followed, with only the rows on the screen in the page.

mod connection;
mod foot;
mod height;
mod keys;
mod pieces;
mod query;
mod row;
mod state;
mod take_away;
mod toolbar;
mod window;

use leptos::prelude::*;
use logs::filter::Filter;
use logs::log::Log;
use ui::banner::Strip;
use ui::button::{Button, ButtonKind};
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::skeleton::SkeletonRows;
use ui::tone::Tone;

pub use self::connection::Connection;
use self::foot::LogFoot;
use self::height::watch_height;
use self::keys::use_log_keys;
pub use self::query::{filter_of, query_of};
use self::row::{DrawnRow, LogRow};
use self::state::Panel;
use self::toolbar::{SearchBar, SourceBar};
use self::window::pixels;

/// Below this width (px) lines wrap from the start: there is no room for one in a row.
const NARROW: f64 = 768.0;

/// The log panel; it fills its parent, which gives it height.
///
/// `log` is appended to in batches by whoever owns it; the panel looks at it once a frame. `services` are offered before they
/// write. `filter` is given and `on_filter` asks for another one, so that the page can keep it in the address
/// ([`filter_of`], [`query_of`]). `name` is the device's, for labels and files.
#[component]
pub fn LogView(
    log: RwSignal<Log>,
    #[prop(into)] services: Signal<Vec<String>>,
    #[prop(into)] filter: Signal<Filter>,
    #[prop(into)] on_filter: Callback<Filter>,
    #[prop(into)] connection: Signal<Connection>,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let panel = Panel::new(log, &filter.get_untracked(), is_narrow());
    Effect::new(move |_| {
        log.track();
        filter.track();
        panel.ask_frame(filter);
    });
    // Wrapping changes the heights of rows, so the place is looked for anew.
    Effect::new(move |before: Option<bool>| {
        let wrap = panel.wrap.get();
        if before.is_some_and(|before| before != wrap) {
            panel.redraw();
            panel.ask_frame(filter);
        }
        wrap
    });
    watch_height(panel);
    use_log_keys(panel);

    let range = Memo::new(move |_| panel.range());
    let rows = move || {
        panel.revision.track();
        panel.generation.track();
        panel.rows(range.get(), |view, row| DrawnRow::new(row, view, panel))
    };
    let shift = move || {
        if panel.wrap.get() { "none".to_owned() } else { format!("translateY({}px)", pixels(range.get().start)) }
    };
    let is_empty = Memo::new(move |_| {
        panel.revision.track();
        panel.len() == 0
    });
    view! {
        <section class="log-view" aria-label="Logs">
            <SourceBar panel services filter on_filter />
            <SearchBar panel filter on_filter name />
            {move || notice(connection.get())}
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
                    <div class="log-rows" style:transform=shift>
                        <For each=rows key=DrawnRow::key let:row><LogRow row panel /></For>
                    </div>
                </div>
                {move || is_empty.get().then(|| view! { <Nothing panel connection filter on_filter /> })}
            </div>
            <LogFoot panel connection />
        </section>
    }
}

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
fn Nothing(
    panel: Panel,
    connection: Signal<Connection>,
    filter: Signal<Filter>,
    on_filter: Callback<Filter>,
) -> impl IntoView {
    move || {
        let written = panel.log.with(|log| !log.is_empty());
        if written && filter.with(Filter::hides) {
            let clear = move || view! { <Button kind=ButtonKind::Plain on_press=move |()| on_filter.run(Filter::default())>"Clear filters"</Button> };
            view! { <EmptyState glyph=Glyph::Filter title="No line passes the filter" actions=clear>"New lines that pass will appear here."</EmptyState> }
                .into_any()
        } else if connection.get() == Connection::Loading {
            view! { <SkeletonRows label="Loading the log" rows=12 row=20 /> }.into_any()
        } else if written {
            ().into_any()
        } else {
            view! { <EmptyState glyph=Glyph::Logs title="Nothing written yet">"Lines of the device's services and its supervisor appear here as they are written."</EmptyState> }
                .into_any()
        }
    }
}

fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width < NARROW)
}
