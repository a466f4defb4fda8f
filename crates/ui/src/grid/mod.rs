//! A windowed table for long lists (APG grid, one row at a time): constant DOM, steady focus, live rows.

mod column;
mod head;
mod measure;
mod pool;
mod row;
mod rows;
mod selection;
mod sort;
mod window;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast as _;

pub use self::{
    column::{Across, Cell, Column, Narrow, Width},
    rows::{RowData, RowKey, Rows},
    selection::Selection,
    sort::{Direction, Sort, SortPress},
};
use self::{
    column::{least_width, template},
    head::Heading,
    measure::{is_narrow, measure},
    pool::{Pool, take},
    row::{GridRow, Shared},
    window::{offset, scroll_to, window},
};
use crate::checkbox::Checkbox;

/// Height of the headings, px.
const HEAD: f64 = 32.0;
/// Rows kept beyond either edge, so that a fast scroll meets no gap. Each costs a tenth of a millisecond of every jump.
const OVERSCAN: usize = 5;
/// So long after the last scroll the rows stand in order in the DOM as well, ms.
const SETTLE_MS: u64 = 150;

/// A grid of `rows` told apart by `key`. Up, Down, J, K, Home, End, Page keys move; Enter or a press opens (`on_open`); X selects
/// and Shift with a move extends (`selection`). The focused row stays in the DOM and keeps the focus when rows are added, sorted or
/// scrolled away. `across` draws heads of groups over all columns (Left and Right fold them: `on_fold`; X on one: `on_across`); `on_all`
/// answers the checkbox over all rows; `find` knows the position of a key without taking every row. `in_sight` is told the first and
/// last row that can be seen, from one. `name` says a row in its checkbox, `dim` makes it faint, `narrow` draws it under 768 px.
/// `label` names the grid.
#[component]
pub fn Grid<R: RowData, K: RowKey>(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] columns: Signal<Vec<Column<R>>>,
    #[prop(into)] rows: Rows<R>,
    key: fn(&R) -> K,
    #[prop(default = 36)] row_height: u32,
    #[prop(optional, into)] narrow: Option<Narrow<R>>,
    #[prop(optional, into)] across: Option<Across<R>>,
    #[prop(optional, into)] on_fold: Option<Callback<(K, bool)>>,
    #[prop(optional, into)] on_across: Option<Callback<K>>,
    #[prop(optional, into)] sort: Signal<Vec<Sort>>,
    #[prop(optional, into)] on_sort: Option<Callback<SortPress>>,
    #[prop(optional, into)] on_open: Option<Callback<K>>,
    #[prop(optional, into)] selection: Option<Selection<K>>,
    #[prop(optional, into)] on_all: Option<Callback<bool>>,
    #[prop(optional)] in_sight: Option<RwSignal<(usize, usize)>>,
    #[prop(optional, into)] find: Option<Callback<K, Option<usize>>>,
    #[prop(optional)] name: Option<fn(&R) -> String>,
    #[prop(optional)] dim: Option<fn(&R) -> bool>,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let (top, height) = (RwSignal::new(0.0_f64), RwSignal::new(0.0_f64));
    let page_is_narrow = RwSignal::new(is_narrow());
    measure(scroller, height, page_is_narrow);

    let narrow_height = narrow.as_ref().map(|narrow| f64::from(narrow.height));
    let has_narrow = narrow.is_some();
    let is_narrow = Memo::new(move |_| has_narrow && page_is_narrow.get());
    let wide_height = f64::from(row_height);
    let row_height = Signal::derive(move || narrow_height.filter(|_| is_narrow.get()).unwrap_or(wide_height));
    let seen = Signal::derive(move || height.get() - if is_narrow.get() { 0.0 } else { HEAD });

    let active = RwSignal::new(None::<(K, usize)>);
    let active_at = Memo::new(move |_| {
        let (active, hint) = active.get()?;
        let is_there = |index: &usize| rows.get(*index).is_some_and(|row| key(&row) == active);
        Some(hint).filter(is_there).or_else(|| match find {
            Some(find) => {
                rows.count.track();
                find.try_run(active.clone()).flatten()
            }
            None => (0..rows.count.get()).find(is_there),
        })
    });
    let range = Memo::new(move |_| window(top.get(), seen.get(), row_height.get(), rows.count.get(), OVERSCAN));
    if let Some(in_sight) = in_sight {
        Effect::new(move |_| {
            let seen = window(top.get(), seen.get(), row_height.get(), rows.count.get(), 0);
            let seen = if seen.is_empty() { (0, 0) } else { (seen.start + 1, seen.end) };
            if in_sight.try_get_untracked() != Some(seen) {
                let _ = in_sight.try_set(seen);
            }
        });
    }
    let shown = Memo::new(move |_| {
        let range = range.get();
        let far = active_at.get().filter(|index| !range.contains(index));
        take(rows, key, range.chain(far))
    });
    let pool = Pool::new();
    let shared = Shared {
        rows,
        key,
        active,
        wants_focus: RwSignal::new(false),
        row_height,
        is_narrow,
        columns,
        narrow: StoredValue::new(narrow),
        across: StoredValue::new(across),
        anchor: StoredValue::new(None),
        selection,
        name,
        dim,
        on_open,
    };

    let go = move |index: usize| {
        let Some(row) = untrack(|| rows.get(index)) else { return };
        let to = scroll_to(index, top.get_untracked(), seen.get_untracked(), row_height.get_untracked());
        if let (Some(to), Some(scroller)) = (to, scroller.get_untracked()) {
            #[expect(clippy::cast_possible_truncation, reason = "a scroll position in whole px")]
            scroller.set_scroll_top(to.ceil() as i32);
        }
        active.set(Some((key(&row), index)));
        shared.wants_focus.set(true);
    };
    let is_open = move |index: usize| {
        let is_open = shared.across.with_value(|across| across.as_ref().map(|across| across.is_open))?;
        rows.get(index).and_then(|row| is_open(&row))
    };
    let keys = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(&event) {
            return;
        }
        let count = rows.count.get_untracked();
        let now = active_at.get_untracked();
        let page = range.get_untracked().len().saturating_sub(2 * OVERSCAN).max(1);
        let from = now.unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowDown" | "j" | "J" => from + usize::from(now.is_some()),
            "ArrowUp" | "k" | "K" => from.saturating_sub(1),
            "PageDown" => from + page,
            "PageUp" => from.saturating_sub(page),
            "Home" => 0,
            "End" => count,
            "Enter" if on_row(&event) => {
                if let (Some(on_open), Some((key, _))) = (on_open, active.get_untracked()) {
                    on_open.run(key);
                }
                return;
            }
            "x" | "X" => {
                let Some((key, at)) = active.get_untracked() else { return };
                if untrack(|| is_open(at)).is_some() {
                    if let Some(on_across) = on_across {
                        on_across.run(key);
                    }
                } else if let Some(selection) = selection {
                    let on = untrack(|| selection.holds(&key));
                    selection.set(key, !on);
                    shared.anchor.set_value(Some(at));
                }
                return;
            }
            "ArrowLeft" | "ArrowRight" => {
                if let (Some(on_fold), Some((key, at))) = (on_fold, active.get_untracked()) {
                    let wanted = event.key() == "ArrowRight";
                    if untrack(|| is_open(at)) == Some(!wanted) {
                        event.prevent_default();
                        on_fold.run((key, wanted));
                    }
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let next = next.min(count.saturating_sub(1));
        if let (Some(selection), true) = (selection, event.shift_key() && now.is_some()) {
            shared.extend(selection, from, next);
        }
        go(next);
    };

    let check = selection.map(|selection| {
        let chosen = Signal::derive(move || selection.chosen.with(std::collections::HashSet::len));
        let all = Signal::derive(move || selection.all.get() || (chosen.get() > 0 && chosen.get() >= rows.count.get()));
        let mixed = Signal::derive(move || chosen.get() > 0 && !all.get());
        let set = move |on: bool| match on_all {
            Some(on_all) => on_all.run(on),
            None if on => shared.extend(selection, 0, rows.count.get_untracked().saturating_sub(1)),
            None => selection.clear(),
        };
        view! {
            <div role="columnheader" class="gc check-cell">
                <Checkbox label="Select all" checked=all mixed bare=true on_change=set />
            </div>
        }
    });
    let headings = move || {
        columns.with(|columns| {
            columns
                .iter()
                .map(|column| {
                    let (id, title) = (column.id.clone(), column.title.clone());
                    view! { <Heading id title numeric=column.numeric sortable=column.sortable sort on_sort /> }
                })
                .collect_view()
        })
    };
    let settling = StoredValue::new(None::<TimeoutHandle>);
    let stop_settling = move || {
        if let Some(Some(settling)) = settling.try_update_value(Option::take) {
            settling.clear();
        }
    };
    on_cleanup(stop_settling);
    Effect::new(move |before: Option<f64>| {
        let focused = pool.focused();
        let held = focused.map(|slot| slot.row.with_untracked(key));
        shown.with(|shown| pool.show(key, shown));
        // The row that had the focus is gone, and another stands in its place: that has it now.
        if let (Some(slot), Some(held)) = (focused, held)
            && active.with_untracked(|active| active.as_ref().is_some_and(|(active, _)| *active == held))
            && let Some(at) = slot.at.get_untracked()
            && slot.row.with_untracked(key) != held
        {
            active.set(Some((slot.row.with_untracked(key), at)));
        }
        stop_settling();
        let now = top.get_untracked();
        let is_scroll = before.is_some_and(|before| (before - now).abs() > 0.5);
        let wait = std::time::Duration::from_millis(if is_scroll { SETTLE_MS } else { 0 });
        settling.set_value(set_timeout_with_handle(move || pool.put_in_order(), wait).ok());
        now
    });
    let tracks = move || columns.with(|columns| template(columns, selection.is_some()));
    view! {
        <div
            role="grid"
            class="grid"
            class:narrow=is_narrow
            aria-label=label
            aria-rowcount=move || rows.count.get() + 1
            aria-multiselectable=selection.map(|_| "true")
            style=("--tracks", tracks)
            style=("--row", move || format!("{}px", row_height.get()))
            style=("--least", move || columns.with(|columns| format!("{}px", least_width(columns, selection.is_some()))))
            node_ref=scroller
            on:scroll=move |_| {
                if let Some(scroller) = scroller.get_untracked() {
                    top.set(f64::from(scroller.scroll_top()));
                }
            }
            on:keydown=keys
        >
            <div role="rowgroup" class="grid-head">
                <div role="row" class="gh" aria-rowindex="1">
                    {check}
                    {headings}
                </div>
            </div>
            <div
                role="rowgroup"
                class="grid-body"
                style:height=move || format!("{}px", offset(rows.count.get(), row_height.get()))
            >
                <For each=move || pool.slots.get() key=|slot| slot.number let(slot)>
                    <GridRow shared place=slot />
                </For>
            </div>
        </div>
    }
}

fn target(event: &KeyboardEvent) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the key goes into a text: then it is not ours.
fn is_typing(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| {
        target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]").unwrap_or(false)
    })
}

/// Whether the row itself has the focus, not a link or a button in it.
fn on_row(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| target.matches("[role=row]").unwrap_or(false))
}
