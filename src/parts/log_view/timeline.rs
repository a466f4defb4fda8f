//! The density timeline over the rows: where lines, warnings and errors lie, and a brush for a span of time.

use leptos::prelude::*;
use logs::desk::ask::Ask;
use ui::density::{Density, DensityBar};

use super::panel::Panel;
use crate::routes::log_query::LogQuery;

/// Most bars; each has a few pixels on a wide screen.
const BARS: u32 = 180;

#[component]
pub(super) fn LogTimeline(panel: Panel) -> impl IntoView {
    let timeline = panel.log().timeline;
    panel.log().ask.run(Ask::Timeline { bars: BARS });
    on_cleanup(move || panel.log().ask.run(Ask::Timeline { bars: 0 }));
    let is_empty =
        Memo::new(move |_| panel.log().shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.len == 0)));
    let bars = Signal::derive(move || {
        timeline.with(|timeline| {
            let bars = timeline.iter().flat_map(|timeline| &timeline.bars);
            let bars: Vec<_> =
                bars.map(|bar| DensityBar { rows: bar.rows, warnings: bar.warnings, errors: bar.errors }).collect();
            // No bars mean that they are not known yet; that no row passes is known.
            if bars.is_empty() && is_empty.get() { vec![DensityBar::default()] } else { bars }
        })
    });
    let choose = move |span: Option<(i64, i64)>| {
        panel.change(|query| LogQuery { from_ms: span.map(|it| it.0), to_ms: span.map(|it| it.1), ..query });
    };
    let of = move |of: fn(&logs::timeline::Timeline) -> i64| {
        Signal::derive(move || timeline.with(|timeline| timeline.as_ref().map_or(0, of)))
    };
    let selection = Signal::derive(move || {
        let (from, to) = panel.query.with(|query| (query.from_ms, query.to_ms));
        let end = timeline.with(|timeline| {
            timeline
                .as_ref()
                .map(|it| (it.from_ms, it.from_ms + it.span_ms * i64::try_from(it.bars.len()).unwrap_or(0)))
        });
        let (first, last) = end?;
        (from.is_some() || to.is_some()).then(|| (from.unwrap_or(first), to.unwrap_or(last)))
    });
    view! {
        <div class="log-timeline">
        <Density
            name="Lines over time"
            bars
            from_ms=of(|timeline| timeline.from_ms)
            span_ms=of(|timeline| timeline.span_ms)
            selection
            on_select=choose
            // Where nothing passes there is no time to speak of.
            label_of=move |at_ms: i64| if timeline.with(Option::is_some) { panel.clock.short_time(at_ms) } else { String::new() }
        />
        </div>
    }
}
