//! Where a grid takes its rows from.

use std::{fmt, hash::Hash};

use leptos::prelude::*;

/// What a row may be: cheap to clone, compared to see whether it changed.
pub trait RowData: Clone + PartialEq + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Send + Sync + 'static> RowData for T {}

/// What tells rows apart, unique in a list and steady over time.
pub trait RowKey: Clone + Eq + Hash + Send + Sync + 'static {}
impl<T: Clone + Eq + Hash + Send + Sync + 'static> RowKey for T {}

/// A list by length and position. Both are read reactively; a window of about sixty positions at a time.
pub struct Rows<R: 'static> {
    pub(super) count: Signal<usize>,
    pub(super) at: Callback<usize, Option<R>>,
}

impl<R: RowData> Rows<R> {
    /// Rows of a store that knows its length and answers by position (a columnar table).
    pub fn new(count: impl Into<Signal<usize>>, at: impl Fn(usize) -> Option<R> + Send + Sync + 'static) -> Self {
        Self { count: count.into(), at: Callback::new(at) }
    }

    pub(super) fn get(&self, index: usize) -> Option<R> {
        self.at.try_run(index).flatten()
    }
}

impl<R: RowData> From<Signal<Vec<R>>> for Rows<R> {
    fn from(rows: Signal<Vec<R>>) -> Self {
        Self::new(Signal::derive(move || rows.with(Vec::len)), move |index| rows.with(|rows| rows.get(index).cloned()))
    }
}

impl<R: RowData> From<Memo<Vec<R>>> for Rows<R> {
    fn from(rows: Memo<Vec<R>>) -> Self {
        Signal::from(rows).into()
    }
}

impl<R: RowData> From<RwSignal<Vec<R>>> for Rows<R> {
    fn from(rows: RwSignal<Vec<R>>) -> Self {
        Signal::from(rows).into()
    }
}

impl<R> Clone for Rows<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Rows<R> {}

impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("count", &self.count).finish_non_exhaustive()
    }
}
