//! What of the table is shown, in which order: decided when the person asks; what changes meanwhile changes in its place.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::fleet::StatusCounts;
use table::facet;
use table::filter::error::FilterError;
use table::filter::{Filter, parse};
use table::group::Line;
use table::order::Sort;
use table::schema::{Kind, Path};
use table::table::Table;
use table::view::{Asked, View};

use super::item::{Head, Item, Key};
use crate::data::device_table::fields;
use crate::data::device_table::{DeviceTable, Reading, fill};
use crate::routes::device_list::DeviceList;

/// The list as it stands. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) table: DeviceTable,
    view: StoredValue<View>,
    /// Rises when lines come, go or move.
    turn: RwSignal<u32>,
    /// How many devices a fresh look would bring, take away or move.
    pub(super) waiting: RwSignal<usize>,
    /// The states in each group, in the groups' order.
    states: RwSignal<Vec<StatusCounts>>,
    /// What the text of the filter means; the last one that meant something while it is being written.
    pub(super) filter: Memo<Filter>,
    /// Why it means nothing.
    pub(super) error: Memo<Option<FilterError>>,
    now: Signal<i64>,
}

/// Follows the table and the wish.
pub(super) fn follow(table: DeviceTable, list: Memo<DeviceList>, now: Signal<i64>) -> Shown {
    let schema = table.with_untracked(|table| table.schema().clone());
    let query = Memo::new(move |_| list.with(|list| list.query.clone()));
    let parsed = {
        let schema = schema.clone();
        Memo::new(move |_| query.with(|query| parse::parse(query, &schema)))
    };
    let filter = Memo::new(move |former: Option<&Filter>| match parsed.get() {
        Ok(filter) => filter,
        Err(_) => former.cloned().unwrap_or_default(),
    });
    let error = Memo::new(move |_| parsed.with(|parsed| parsed.as_ref().err().cloned()));
    let asked = Memo::new(move |_| {
        list.with(|list| Asked {
            filter: filter.get(),
            order: order(list, |word| schema.path(word)),
            group: list.group.as_deref().and_then(|word| schema.path(word)),
        })
    });
    let shown = Shown {
        table,
        view: StoredValue::new(View::default()),
        turn: RwSignal::new(0),
        waiting: RwSignal::new(0),
        states: RwSignal::new(Vec::new()),
        filter,
        error,
        now,
    };
    // Before the first paint and at every wish, at once: what is asked for is what is drawn.
    Effect::new_isomorphic(move |_| {
        let asked = asked.get();
        shown.change(|view, table| view.ask(table, asked, now.get_untracked()));
    });
    Effect::new(move |_| {
        table.track();
        let is_coming = table.reading().get() != Reading::Whole;
        let before = shown.view.with_value(View::lines);
        table.with_untracked(|table| {
            shown.view.update_value(|view| {
                view.sync(table);
                // While the fleet is being read, and where nothing could move under a pointer, what comes is shown.
                if view.waiting() > 0 && (is_coming || view.rows().is_empty()) {
                    view.show(table);
                }
            });
        });
        shown.settle(is_coming || before != shown.view.with_value(View::lines));
    });
    shown
}

fn order(list: &DeviceList, path: impl Fn(&str) -> Option<Path>) -> Vec<Sort> {
    let mut order: Vec<Sort> = list
        .sort
        .iter()
        .filter_map(|key| Some(Sort { path: path(&key.field)?, is_descending: key.is_descending }))
        .collect();
    // What is seen now is later than any moment: the newest first is what a person means by sorting.
    for sort in &mut order {
        if sort.path.field == fields::LAST_SEEN {
            sort.is_descending = !sort.is_descending;
        }
    }
    if !order.iter().any(|sort| sort.path.field == fields::NAME) {
        order.push(Sort::by(Path::field(fields::NAME)));
    }
    order
}

impl Shown {
    fn change(self, change: impl FnOnce(&mut View, &Table)) {
        self.table.with_untracked(|table| self.view.update_value(|view| change(view, table)));
        self.settle(true);
    }

    /// Tells what the view says now.
    fn settle(self, has_moved: bool) {
        let waiting = self.view.with_value(View::waiting);
        if self.waiting.get_untracked() != waiting {
            self.waiting.set(waiting);
        }
        let states = self.table.with_untracked(|table| self.view.with_value(|view| states(table, view)));
        if self.states.with_untracked(|held| *held != states) {
            self.states.set(states);
        }
        if has_moved {
            self.turn.update(|turn| *turn = turn.wrapping_add(1));
        }
    }

    /// Takes the fresh look.
    pub(super) fn show(self) {
        self.change(View::show);
    }

    /// Opens or folds a group.
    pub(super) fn fold(self, value: Option<String>, is_open: bool) {
        self.change(|view, table| view.fold(table, value, is_open));
    }

    /// Opens a folded group, folds an open one.
    pub(super) fn fold_other(self, value: Option<String>) {
        let is_open =
            self.view.with_value(|view| view.groups().iter().any(|group| group.value == value && group.is_open));
        self.fold(value, !is_open);
    }

    /// Opens or folds all groups.
    pub(super) fn fold_all(self, is_open: bool) {
        self.change(|view, table| view.fold_all(table, is_open));
    }

    /// How many lines there are, heads of groups among them.
    pub(super) fn lines(self) -> usize {
        self.turn.track();
        self.view.with_value(View::lines)
    }

    /// How many devices pass the filter.
    pub(super) fn matching(self) -> usize {
        self.turn.track();
        self.view.with_value(|view| view.rows().len())
    }

    /// How many groups there are; none when nothing is grouped.
    pub(super) fn groups(self) -> usize {
        self.turn.track();
        self.view.with_value(|view| view.groups().len())
    }

    /// How many devices there are in all; none while nothing is known.
    pub(super) fn total(self) -> Option<usize> {
        let is_known = self.table.reading().get() == Reading::Whole;
        self.table.with(|table| is_known.then(|| table.len()))
    }

    /// One line, followed.
    pub(super) fn line(self, at: usize) -> Option<Item> {
        self.turn.track();
        self.table.with(|table| {
            self.view.with_value(|view| match view.line(at)? {
                Line::Row(row) => Some(Item::Device(Box::new(fill::device(table, row)?))),
                Line::Group(group) => {
                    let place = view.groups().iter().position(|one| one.value == group.value)?;
                    Some(Item::Group(Head {
                        label: words(table, view, group.value.as_deref()),
                        value: group.value.clone(),
                        is_open: group.is_open,
                        states: self.states.with(|states| states.get(place).copied()).unwrap_or_default(),
                    }))
                }
            })
        })
    }

    /// The rows that pass, in order, not followed.
    pub(super) fn rows<O>(self, read: impl FnOnce(&Table, &[u32]) -> O) -> O {
        self.table.with_untracked(|table| self.view.with_value(|view| read(table, view.rows())))
    }

    /// The keys of every device that passes, not followed.
    pub(super) fn keys(self) -> Vec<Key> {
        self.rows(|table, rows| rows.iter().filter_map(|row| table.id_of(*row)).map(Key::Device).collect())
    }

    /// The keys of the devices of one group, not followed.
    pub(super) fn keys_of(self, value: Option<&str>) -> Vec<Key> {
        let range = self.view.with_value(|view| {
            let mut first = 0;
            for group in view.groups() {
                if group.value.as_deref() == value {
                    return first..first + group.rows;
                }
                first += group.rows;
            }
            0..0
        });
        self.rows(|table, rows| {
            let rows = rows.get(range).unwrap_or_default();
            rows.iter().filter_map(|row| table.id_of(*row)).map(Key::Device).collect()
        })
    }

    /// Now, for what is shown as how long ago.
    pub(super) const fn now(self) -> Signal<i64> {
        self.now
    }
}

/// How many devices of each group are in which state.
fn states(table: &Table, view: &View) -> Vec<StatusCounts> {
    let status = Path::field(fields::STATUS);
    let mut rest = view.rows();
    let counts = view.groups().iter().map(|group| {
        let (rows, others) = rest.split_at(group.rows.min(rest.len()));
        rest = others;
        let facets = facet::of_rows(table, rows.iter().copied(), &status);
        let states = facets.into_iter().filter_map(|facet| Some((DeviceStatus::from_word(&facet.value?)?, facet.rows)));
        StatusCounts::of(states.flat_map(|(state, rows)| std::iter::repeat_n(state, rows)))
    });
    counts.collect()
}

/// A group's value in words.
fn words(table: &Table, view: &View, value: Option<&str>) -> String {
    let path = view.asked().group.as_ref();
    let kind = path.map(|path| table.schema().kind_of(path));
    match (value, kind) {
        (None, _) => "Unknown".to_owned(),
        (Some(""), _) => "No value".to_owned(),
        (Some(word), Some(Kind::Choice(choices))) => choices
            .iter()
            .find(|choice| choice.word == word)
            .map_or_else(|| word.to_owned(), |choice| choice.label.to_owned()),
        (Some(day), Some(Kind::Time)) if day.starts_with("9999") => "Now".to_owned(),
        (Some(word), _) => word.to_owned(),
    }
}
