//! How thick a log is over time, as bars with caps for what is wrong, and a brush that selects a span of it.

mod bars;
mod brush;
mod extent;
mod width;
mod words;

use leptos::{html, prelude::*};

pub use self::bars::DensityBar;
use self::bars::{HEIGHT, paths};
use self::brush::Brush;
use self::extent::{Extent, Grip};
use self::width::width_of;
use self::words::{reading, summary, times};
use crate::skeleton::Skeleton;
use crate::unique_id::unique_id;

/// Half the width of an edge's target: what it reaches into a selection that is wide enough, px.
const REACH: f64 = 12.0;

/// The timeline: 36 px of bars and a line of times; 60 px in all, of which 4 above are for the brush.
///
/// `bars` are of `span_ms` each from `from_ms` (Unix ms) on; some 240 are a good number. No bars: not known yet, a skeleton of the same
/// height stands there; bars of nothing: known to be empty. `selection` is from inclusive to exclusive, none is everything; it
/// may be older than the first bar. `on_select` is told a new one at every bar a drag reaches and at every key, in whole
/// bars; one that covers everything is none. `label_of` puts a moment into words, `name` names the whole.
///
/// Dragging over the bars selects, an edge moves by itself, the middle moves both; a press without a drag clears. Two
/// sliders (APG multi-thumb) are the edges: arrows move one by a bar, Page keys by ten, Home and End as far as it goes,
/// with Shift all of these move the span; Escape clears, and breaks a drag off. What the picture shows is its description.
#[component]
pub fn Density(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] bars: Signal<Vec<DensityBar>>,
    #[prop(into)] from_ms: Signal<i64>,
    #[prop(into)] span_ms: Signal<i64>,
    #[prop(into)] selection: Signal<Option<(i64, i64)>>,
    #[prop(into)] on_select: Callback<Option<(i64, i64)>>,
    #[prop(into)] label_of: Callback<i64, String>,
) -> impl IntoView {
    let track = NodeRef::<html::Div>::new();
    let width = width_of(track);
    let extent = Memo::new(move |_| Extent::new(from_ms.get(), span_ms.get(), bars.with(Vec::len)));
    let is_waiting = Memo::new(move |_| bars.with(Vec::is_empty));
    let drawn = Memo::new(move |_| bars.with(|bars| paths(bars, width.get())));
    let said = Memo::new(move |_| {
        let extent = extent.get();
        bars.with(|bars| {
            if bars.is_empty() { "Loading".to_owned() } else { summary(bars, |bar| label_of.run(extent.start_of(bar))) }
        })
    });
    let ticks = Memo::new(move |_| {
        let extent = extent.get();
        let ends = [extent.from(), extent.until()].map(|at| label_of.run(at).chars().count());
        let count = times(width.get(), ends[0].max(ends[1]));
        #[expect(clippy::cast_precision_loss, reason = "a few times")]
        let share = |at: usize| at as f64 / count.saturating_sub(1).max(1) as f64;
        (0..count).map(|at| label_of.run(extent.at(share(at)))).collect::<Vec<_>>()
    });

    let brush = Brush::new(track, extent, selection, on_select);
    let shown = Memo::new(move |_| brush.shown());
    let edges = Memo::new(move |_| extent.get().edges(shown.get()));
    let is_chosen = Memo::new(move |_| shown.get().is_some() && !is_waiting.get());
    let place = move |at: i64| format!("{:.3}%", extent.get().share(at) * 100.0);
    // The edges of a narrow selection reach outwards, so that its middle can still be held.
    let reach = move || {
        let (start, end) = edges.get();
        let wide = (extent.get().share(end) - extent.get().share(start)) * width.get();
        format!("{:.1}px", (wide / 3.0).clamp(2.0, REACH))
    };

    let pointed = RwSignal::new(None::<usize>);
    let point = move |event: &leptos::ev::PointerEvent| {
        let moment =
            (event.pointer_type() == "mouse" && !is_waiting.get_untracked()).then(|| brush.moment(event)).flatten();
        let bar = moment.map(|moment| extent.get_untracked().bar(moment));
        if pointed.get_untracked() != bar {
            pointed.set(bar);
        }
    };
    let hint = move || {
        let at = pointed.get()?;
        let bar = bars.with(|bars| bars.get(at).copied())?;
        Some(format!("{}: {}", label_of.run(extent.get().start_of(at)), reading(bar)))
    };

    let description = unique_id("density");
    let described_by = description.clone();
    let edge = move |class: &'static str, label: &'static str, grip: Grip| {
        let at = Memo::new(move |_| if grip == Grip::Start { edges.get().0 } else { edges.get().1 });
        view! {
            <div
                class=class
                role="slider"
                tabindex="0"
                hidden=is_waiting
                aria-label=label
                aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Escape"
                aria-valuemin=move || extent.get().from()
                aria-valuemax=move || extent.get().until()
                aria-valuenow=at
                aria-valuetext=move || label_of.run(at.get())
                on:pointerdown=move |event| brush.press(&event, grip)
                on:keydown=move |event| brush.key(&event, grip)
            ></div>
        }
    };
    view! {
        <div
            class="density"
            role="group"
            aria-label=name
            aria-describedby=described_by
            aria-busy=move || is_waiting.get().then_some("true")
        >
            <div
                class="density-track"
                class:chosen=is_chosen
                class:dragged=move || brush.is_dragging()
                tabindex="-1"
                title=hint
                node_ref=track
                style=("--start", move || place(edges.get().0))
                style=("--end", move || place(edges.get().1))
                style=("--reach", reach)
                on:pointerdown=move |event| brush.press(&event, Grip::New)
                on:pointermove=move |event| {
                    point(&event);
                    brush.drag(&event);
                }
                on:pointerup=move |event| brush.release(&event)
                on:pointercancel=move |event| brush.cancel(&event)
                on:pointerleave=move |_| pointed.set(None)
                on:keydown=move |event| brush.key(&event, Grip::New)
            >
                <svg aria-hidden="true" width="100%" height=HEIGHT>
                    <path class="rows" d=move || drawn.with(|drawn| drawn.rows.clone())></path>
                    <path class="warnings" d=move || drawn.with(|drawn| drawn.warnings.clone())></path>
                    <path class="errors" d=move || drawn.with(|drawn| drawn.errors.clone())></path>
                </svg>
                <div class="density-brush" on:pointerdown=move |event| brush.press(&event, Grip::Whole)></div>
                {edge("density-edge start", "From", Grip::Start)}
                {edge("density-edge end", "To", Grip::End)}
            </div>
            <div class="axis" aria-hidden="true">
                {move || {
                    if is_waiting.get() {
                        return view! { <Skeleton width=48 /><Skeleton width=48 /> }.into_any();
                    }
                    ticks.get().into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view().into_any()
                }}
            </div>
            <span class="sr-only" id=description>{said}</span>
        </div>
    }
}
