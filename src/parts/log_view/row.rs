//! One row of the log on the page.

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::shown::{Alike, ShownRow};
use logs::fields::object_of;
use logs::level::Level;
use logs::line::{Gap, SUPERVISOR};
use ui::category::{CategorySquare, swatch_of};
use ui::icon::{Glyph, Icon};
use ui::json_block::JsonBlock;
use ui::lines_gap::LinesGap;

use super::clock::span;
use super::panel::Panel;
use super::pieces::{Piece, classes, pieces};
use super::query::name_of;
use crate::routes::log_query::LogQuery;

/// A row as it is drawn, and what makes it look so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DrawnRow {
    row: ShownRow,
    generation: u32,
}

/// What makes two drawings of a row the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    number: u64,
    generation: u32,
    gap: Option<Gap>,
    alike: Option<Alike>,
    found: Vec<(usize, usize)>,
    /// How much of its text there is: a row that wraps has more.
    bytes: usize,
}

impl DrawnRow {
    pub(super) fn new(row: ShownRow, generation: u32) -> Self {
        Self { row, generation }
    }

    pub(super) fn key(&self) -> RowKey {
        RowKey {
            number: self.row.number,
            generation: self.generation,
            gap: self.row.gap,
            alike: self.row.alike,
            found: self.row.found.clone(),
            bytes: self.row.text.len(),
        }
    }
}

/// The swatch of a source: grey for the device itself.
pub(super) fn swatch(source: &str) -> u8 {
    if source == SUPERVISOR { 0 } else { swatch_of(source) }
}

/// Draws a row; a click marks it.
#[component]
pub(super) fn LogRow(row: DrawnRow, panel: Panel) -> AnyView {
    let DrawnRow { row, .. } = row;
    if row.gap.is_some() {
        let number = row.number;
        let is_loading = Signal::derive(move || panel.filling.get() == Some(number));
        // Without numbers nobody can be asked for the lines between two others.
        let on_load = matches!(row.gap, Some(Gap::Lines(_))).then(|| Callback::new(move |()| panel.fill(number)));
        return view! { <div title=panel.clock.exact(&row)><LinesGap words=gap_words(&row) on_load is_loading /></div> }
            .into_any();
    }
    let number = row.number;
    let marked = Memo::new(move |_| panel.marked.get() == Some(number));
    let selected = Memo::new(move |_| panel.range().is_some_and(|(first, last)| (first..=last).contains(&number)));
    let opened = Memo::new(move |_| panel.opened.with(|opened| opened.contains(&number)));
    let is_open = row.alike.is_some_and(|alike| alike.is_open) || opened.get_untracked();
    let is_opener = row.is_structured || row.alike.is_some();
    let grade = match row.level {
        Level::Error => Some("Error"),
        Level::Warn => Some("Warning"),
        Level::Debug | Level::Info => None,
    };
    let device = (!row.device.is_empty()).then(|| {
        let name = row.device.clone();
        view! { <span class="dev"><CategorySquare swatch=swatch_of(&name) /><span class="cut">{name}</span></span> }
    });
    let service_square = row.device.is_empty().then(|| view! { <CategorySquare swatch=swatch(&row.source) /> });
    let text = pieces(&row.text, &row.spans, &row.found).into_iter().map(|piece| draw(piece, marked)).collect_view();
    let alike = row.alike.filter(|alike| !alike.is_open).map(|alike| {
        let words = alike_words(&alike, row.at_ms);
        view! {
            <button type="button" class="alike" tabindex="-1" on:click=move |event| {
                event.stop_propagation();
                panel.log().ask.run(Ask::Unfold { number, is_open: true });
                panel.pause();
            }><Icon glyph=Glyph::ChevronRight size=10 />{words}</button>
        }
    });
    let json = object_of(&row.text).unwrap_or(&row.text).to_owned();
    let line = row.clone();
    let is_structured = row.is_structured;
    let has_alike = row.alike.is_some();
    let open = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        panel.toggle(number, is_structured, has_alike, is_open);
    };
    view! {
        <div class="lr-slot">
            <div
                class="lr"
                class:error=row.level == Level::Error
                class:warn=row.level == Level::Warn
                class:debug=row.level == Level::Debug
                class:err=row.stderr
                class:sys=row.system
                class:many=!row.device.is_empty()
                class:sel=selected
                id=move || panel.reading.get().then(|| row_id(number))
                role=move || panel.reading.get().then_some("listitem")
                tabindex=move || panel.reading.get().then(|| if marked.get() { "0" } else { "-1" })
                aria-current=move || marked.get().then_some("true")
                // With Shift the browser would select text up to here: it means rows.
                on:mousedown=move |event| if event.shift_key() { event.prevent_default() }
                on:click=move |event| {
                    if is_selecting() {
                        return;
                    }
                    if event.shift_key() {
                        panel.range_from.update(|from| *from = from.or(panel.marked.get_untracked()));
                    } else {
                        panel.range_from.set(None);
                    }
                    panel.mark(number);
                    let name = name_of(&line);
                    panel.change(|query| LogQuery { line: Some(name), ..query });
                }
            >
                <span class="rail"></span>
                <span class="g">
                    {move || marked.get().then(|| view! { <Icon glyph=Glyph::Link size=12 /> })}
                    {is_opener.then(|| view! {
                        <button
                            type="button"
                            class="opener"
                            tabindex="-1"
                            class:open=is_open
                            aria-label=if is_open { "Close" } else { "Open" }
                            aria-expanded=if is_open { "true" } else { "false" }
                            on:click=open
                        ><Icon glyph=Glyph::ChevronRight size=12 /></button>
                    })}
                </span>
                <time class="t" title=panel.clock.exact(&row)>{panel.clock.column(&row)}</time>
                {device}
                <span class="svc">{service_square}<span class="cut">{row.source.clone()}</span></span>
                <span class="m">
                    {grade.map(|grade| view! { <span class="sr-only">{grade}": "</span> })}
                    {row.stderr.then(|| view! { <span class="tag-err">"stderr"</span> })}
                    {text}
                    {row.is_cut.then(|| view! { <span class="muted">" …"</span> })}
                    {alike}
                </span>
            </div>
            {move || opened.get().then(|| view! { <JsonBlock text=json.clone() wraps=panel.wrap /> })}
        </div>
    }
    .into_any()
}

impl Panel {
    /// Opens or closes what a row has: its JSON, else the rows that are alike.
    pub(super) fn toggle(self, number: u64, is_structured: bool, has_alike: bool, is_open: bool) {
        self.pause();
        if is_structured {
            self.opened.update(|opened| {
                if !opened.remove(&number) {
                    opened.insert(number);
                }
            });
            self.redraw();
            self.look();
        } else if has_alike {
            self.log().ask.run(Ask::Unfold { number, is_open: !is_open });
            self.look();
        }
    }
}

/// The element of a row that can have the focus.
pub(super) fn row_id(number: u64) -> String {
    format!("log-row-{number}")
}

/// A click that ends a selection of text means the text.
fn is_selecting() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

fn gap_words(row: &ShownRow) -> String {
    let lines = match row.gap {
        Some(Gap::Lines(1)) => "1 line skipped".to_owned(),
        Some(Gap::Lines(lost)) => format!("{lost} lines skipped"),
        Some(Gap::Uncounted) | None => "Lines skipped; how many is not known".to_owned(),
    };
    if row.device.is_empty() { lines } else { format!("{}: {lines}", row.device) }
}

fn alike_words(alike: &Alike, since_ms: i64) -> String {
    let lasted = alike.until_ms.saturating_sub(since_ms);
    let rows = alike.rows;
    if alike.devices > 1 {
        format!("{rows} alike on {} devices", alike.devices)
    } else if lasted >= 1_000 {
        format!("{rows} alike, {}", span(lasted))
    } else {
        format!("{rows} alike")
    }
}

fn draw(piece: Piece, marked: Memo<bool>) -> AnyView {
    let class = classes(piece.style);
    match (piece.found, class.is_empty()) {
        (true, _) => view! { <mark class=class class:cur=marked>{piece.text}</mark> }.into_any(),
        (false, true) => piece.text.into_any(),
        (false, false) => view! { <span class=class>{piece.text}</span> }.into_any(),
    }
}
