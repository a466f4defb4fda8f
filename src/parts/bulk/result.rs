//! What came of a bulk action: how far it is, and each device that did not do it.

use leptos::prelude::*;
use model::figure::grouped;
use ui::progress::{BarHeight, Fill, Segment, StackedBar};
use ui::state_mark::{Shape, StateLabel};
use ui::table::{Density, Head, Table};
use ui::tone::Tone;

use crate::routes::place::Place;

/// So many rows are shown; the export holds all.
const SHOWN: usize = 200;

/// How many devices are how far: done, under way, held by a lock, failed, not asked.
pub type Counts = [(usize, &'static str); 5];

const MARKS: [(Tone, Shape); 5] = [
    (Tone::Ok, Shape::Disc),
    (Tone::Busy, Shape::Arc),
    (Tone::Warn, Shape::Padlock),
    (Tone::Fail, Shape::Square),
    (Tone::Idle, Shape::Ring),
];

/// One device in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    pub place: Place,
    pub name: String,
    /// Which of the counts it is in.
    pub state: usize,
    pub word: &'static str,
    pub why: String,
}

/// The bar with its legend.
#[component]
pub fn ResultBar(#[prop(into)] counts: Signal<Counts>) -> impl IntoView {
    let words = Signal::derive(move || {
        let shown = counts.get().into_iter().filter(|(count, _)| *count > 0);
        shown.map(|(count, word)| format!("{} {word}", grouped(count as u64))).collect::<Vec<_>>().join(", ")
    });
    let segments = Signal::derive(move || {
        let segment = |((count, _), (tone, _)): ((usize, &str), (Tone, Shape))| Segment {
            fill: Fill::State(tone),
            count: count as u64,
        };
        counts.get().into_iter().zip(MARKS).map(segment).collect::<Vec<_>>()
    });
    let legend = move || {
        counts
            .get()
            .into_iter()
            .zip(MARKS)
            .filter(|((count, _), _)| *count > 0)
            .map(|((count, word), (tone, shape))| {
                view! { <StateLabel tone shape>{format!("{} {word}", grouped(count as u64))}</StateLabel> }
            })
            .collect_view()
    };
    view! {
        <div>
            <StackedBar segments label=words height=BarHeight::H8 />
            <div class="legend">{legend}</div>
        </div>
    }
}

/// The devices, those in trouble first (the caller's order); the first of many.
#[component]
pub fn ResultTable(#[prop(into)] rows: Signal<Vec<ResultRow>>) -> impl IntoView {
    let more = move || rows.with(Vec::len).saturating_sub(SHOWN);
    let lines = move || {
        let line = |row: ResultRow| {
            let (tone, shape) = MARKS[row.state.min(MARKS.len() - 1)];
            view! {
                <tr>
                    <th scope="row">
                        <a class="link cut" href=row.place.to_string()>{row.name}</a>
                    </th>
                    <td><StateLabel tone shape>{row.word}</StateLabel></td>
                    <td class="small muted why">{row.why}</td>
                </tr>
            }
            .into_any()
        };
        rows.get().into_iter().take(SHOWN).map(line).collect_view()
    };
    let heads = vec![Head::new("Device", Some(200)), Head::new("State", Some(120)), Head::new("Answer", None)];
    view! {
        <div class="bulk-results" tabindex="0" role="region" aria-label="Devices and their answers">
            <Table caption="What each device answered" heads density=Density::Tight>
                {lines}
            </Table>
            {move || (more() > 0).then(|| view! { <p class="small muted">{format!("{} more in the export.", grouped(more() as u64))}</p> })}
        </div>
    }
}
