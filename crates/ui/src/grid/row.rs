//! One place of a grid, drawn for the row that has it.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use std::sync::Arc;

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast as _;

use super::{
    column::{Across, Column, Narrow},
    pool::Slot,
    rows::{RowData, RowKey, Rows},
    selection::Selection,
    window::offset,
};
use crate::checkbox::Checkbox;

/// What every row of a grid shares.
pub(super) struct Shared<R: RowData, K: RowKey> {
    pub(super) rows: Rows<R>,
    pub(super) key: fn(&R) -> K,
    /// The row that has the focus, or would get it.
    pub(super) active: RwSignal<Option<(K, usize)>>,
    /// Whether the active row is to take the focus as soon as it can.
    pub(super) wants_focus: RwSignal<bool>,
    pub(super) row_height: Signal<f64>,
    pub(super) is_narrow: Memo<bool>,
    pub(super) columns: Signal<Vec<Column<R>>>,
    pub(super) narrow: StoredValue<Option<Narrow<R>>>,
    pub(super) across: StoredValue<Option<Across<R>>>,
    /// Where a range that Shift makes begins.
    pub(super) anchor: StoredValue<Option<usize>>,
    pub(super) selection: Option<Selection<K>>,
    pub(super) name: Option<fn(&R) -> String>,
    pub(super) dim: Option<fn(&R) -> bool>,
    pub(super) on_open: Option<Callback<K>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a derived `Copy` would ask it of row and key as well")]
impl<R: RowData, K: RowKey> Clone for Shared<R, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: RowData, K: RowKey> Copy for Shared<R, K> {}

impl<R: RowData, K: RowKey> Shared<R, K> {
    /// Chooses the rows between two positions as well; heads of groups are none.
    pub(super) fn extend(&self, selection: Selection<K>, one: usize, other: usize) {
        let is_open = self.across.with_value(|across| across.as_ref().map(|across| across.is_open));
        let passed = one.min(other)..=one.max(other);
        selection.extend(untrack(|| {
            let rows = passed.filter_map(|index| self.rows.get(index));
            let rows = rows.filter(|row| is_open.is_none_or(|is_open| is_open(row).is_none()));
            rows.map(|row| (self.key)(&row)).collect::<Vec<_>>()
        }));
    }
}

#[component]
pub(super) fn GridRow<R: RowData, K: RowKey>(shared: Shared<R, K>, place: Slot<R>) -> impl IntoView {
    let Slot { node, .. } = place;
    let row: Signal<R> = place.row.into();
    let key = move || row.with(shared.key);
    let key_now = move || row.with_untracked(shared.key);
    let position = move || place.at.get().unwrap_or_default();
    let position_now = move || place.at.get_untracked().unwrap_or_default();
    let is_active = Memo::new(move |_| {
        shared.active.with(|active| match active {
            Some((active, _)) => key() == *active,
            None => place.at.get() == Some(0),
        })
    });
    let is_open = Memo::new(move |_| {
        let reader = shared.across.with_value(|across| across.as_ref().map(|across| across.is_open));
        reader.and_then(|is_open| row.with(is_open))
    });
    let is_chosen = Memo::new(move |_| {
        is_open.get().is_none() && shared.selection.is_some_and(|selection| selection.holds(&key()))
    });
    Effect::new(move |_| {
        if let (Some(node), true, true) = (node.get(), is_active.get(), shared.wants_focus.get()) {
            let still = web_sys::FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = node.focus_with_options(&still);
            shared.wants_focus.set(false);
        }
    });

    let activate = move || shared.active.set(Some((key_now(), position_now())));
    let press = move |event: MouseEvent| {
        activate();
        let on_control = on_control(&event);
        let here = position_now();
        let is_one = is_open.get_untracked().is_none();
        if let (Some(selection), true) =
            (shared.selection, is_one && event.shift_key() && (!on_control || on_check(&event)))
        {
            shared.extend(selection, shared.anchor.get_value().unwrap_or(here), here);
            return;
        }
        shared.anchor.set_value(Some(here));
        if on_control {
            return;
        }
        if let (Some(selection), true) = (shared.selection, is_one && (event.ctrl_key() || event.meta_key())) {
            selection.set(key_now(), !is_chosen.get_untracked());
        } else if let (Some(on_open), false) = (shared.on_open, event.alt_key()) {
            on_open.run(key_now());
        }
    };
    let cells = move || {
        if is_open.get().is_some() {
            let cell = shared.across.with_value(|across| across.as_ref().map(|across| Arc::clone(&across.cell)));
            return cell.map(|cell| view! { <div role="gridcell" class="gc across">{cell(row)}</div> }).into_any();
        }
        if shared.is_narrow.get() {
            let cell = shared.narrow.with_value(|narrow| narrow.as_ref().map(|narrow| Arc::clone(&narrow.cell)));
            return cell.map(|cell| view! { <div role="gridcell" class="gc whole">{cell(row)}</div> }).into_any();
        }
        let check = shared.selection.map(|selection| {
            let label = Signal::derive(move || {
                let name = shared.name.map(|name| row.with(name)).unwrap_or_default();
                format!("Select {name}").trim_end().to_owned()
            });
            let set = move |on| selection.set(key_now(), on);
            view! { <div role="gridcell" class="gc check-cell"><Checkbox label checked=is_chosen bare=true on_change=set /></div> }
        });
        let cells = shared.columns.with(|columns| {
            columns
                .iter()
                .map(|column| {
                    let (numeric, text) = (column.numeric, column.is_text);
                    view! { <div role="gridcell" class="gc" class:num=numeric class:text=text>{(column.cell)(row)}</div> }
                })
                .collect_view()
        });
        view! { {check}{cells} }.into_any()
    };
    view! {
        <div
            role="row"
            class="gr"
            hidden=move || place.at.get().is_none()
            class:sel=is_chosen
            class:opens=shared.on_open.is_some()
            class:dim=move || shared.dim.is_some_and(|dim| row.with(dim))
            aria-rowindex=move || position() + 2
            aria-selected=move || {
                shared.selection.filter(|_| is_open.get().is_none()).map(|_| if is_chosen.get() { "true" } else { "false" })
            }
            aria-expanded=move || is_open.get().map(|is_open| if is_open { "true" } else { "false" })
            tabindex=move || if is_active.get() { "0" } else { "-1" }
            style:transform=move || format!("translateY({}px)", offset(position(), shared.row_height.get()))
            style:height=move || format!("{}px", shared.row_height.get())
            node_ref=node
            on:focusin=move |_| activate()
            on:mousedown=move |event: MouseEvent| {
                // A range of rows is meant, not of words.
                if event.shift_key() {
                    event.prevent_default();
                }
            }
            on:click=press
        >
            {cells}
        </div>
    }
}

/// Whether a press was on the row's checkbox.
fn on_check(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest(".check").is_ok_and(|check| check.is_some()))
}

/// Whether a press was on a control inside the row, which then has its own effect.
fn on_control(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target
        .is_some_and(|target| target.closest("a, button, input, label, select").is_ok_and(|control| control.is_some()))
}
