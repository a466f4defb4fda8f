//! One row of the log on the page.

use leptos::prelude::*;
use logs::level::Level;
use logs::line::{Gap, Row, SUPERVISOR};
use logs::view::View;
use ui::category::{CategorySquare, swatch_of};

use super::pieces::{Piece, classes, pieces};
use super::state::Panel;

/// As much of a row as fits on any screen in one line; wrapped rows show all.
const SHOWN: usize = 1200;
/// Most matches marked in one row.
const MARKS: usize = 100;

/// A row made ready to be drawn, without any borrow of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DrawnRow {
    pub(super) number: u64,
    generation: u32,
    level: Level,
    stderr: bool,
    system: bool,
    time: String,
    exact: String,
    source: String,
    pieces: Vec<Piece>,
    gap: Option<Gap>,
}

impl DrawnRow {
    pub(super) fn new(row: &Row<'_>, view: &View, panel: Panel) -> Self {
        let found = view.finder().map(|finder| finder.ranges(row.text, MARKS)).unwrap_or_default();
        let limit = if panel.wrap.get_untracked() { usize::MAX } else { SHOWN };
        let moment = panel.moment(row.at_ms);
        Self {
            number: row.number,
            generation: panel.generation.get_untracked(),
            level: row.level,
            stderr: row.stderr,
            system: row.system,
            time: moment.time(),
            exact: moment.date_time(),
            source: row.source.to_owned(),
            pieces: pieces(row.text, &row.spans, &found, limit),
            gap: row.gap,
        }
    }

    /// What makes two drawings of a row the same.
    pub(super) fn key(&self) -> (u64, u32, Option<Gap>) {
        (self.number, self.generation, self.gap)
    }
}

/// The swatch of a source: grey for the device itself.
pub(super) fn swatch(source: &str) -> u8 {
    if source == SUPERVISOR { 0 } else { swatch_of(source) }
}

/// Draws a row; a click marks it.
#[component]
pub(super) fn LogRow(row: DrawnRow, panel: Panel) -> AnyView {
    if let Some(lost) = row.gap {
        let words = match lost {
            Gap::Lines(1) => "1 line skipped".to_owned(),
            Gap::Lines(lost) => format!("{lost} lines skipped"),
            Gap::Uncounted => "Lines skipped; how many is not known".to_owned(),
        };
        return view! { <div class="gap" title=row.exact>{words}</div> }.into_any();
    }
    let number = row.number;
    let marked = Memo::new(move |_| panel.marked.get() == Some(number));
    let grade = match row.level {
        Level::Error => Some("Error"),
        Level::Warn => Some("Warning"),
        Level::Debug | Level::Info => None,
    };
    let text = row.pieces.into_iter().map(|piece| draw(piece, marked)).collect_view();
    view! {
        <div
            class="lr"
            class:error=row.level == Level::Error
            class:warn=row.level == Level::Warn
            class:debug=row.level == Level::Debug
            class:err=row.stderr
            class:sys=row.system
            class:sel=marked
            aria-current=move || marked.get().then_some("true")
            on:click=move |_| {
                panel.pause();
                panel.marked.set(Some(number));
            }
        >
            <span class="rail"></span>
            <span class="g"></span>
            <time class="t" title=row.exact>{row.time}</time>
            <span class="svc"><CategorySquare swatch=swatch(&row.source) /><span class="cut">{row.source}</span></span>
            <span class="m">{grade.map(|grade| view! { <span class="sr-only">{grade}": "</span> })}{text}</span>
        </div>
    }
    .into_any()
}

fn draw(piece: Piece, marked: Memo<bool>) -> AnyView {
    let class = classes(piece.style);
    match (piece.found, class.is_empty()) {
        (true, _) => view! { <mark class=class class:cur=marked>{piece.text}</mark> }.into_any(),
        (false, true) => piece.text.into_any(),
        (false, false) => view! { <span class=class>{piece.text}</span> }.into_any(),
    }
}
