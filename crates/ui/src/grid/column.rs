//! What a grid shows of each row.

use std::{fmt, sync::Arc};

use leptos::prelude::*;

use super::rows::RowData;

/// Draws one cell from its row; the signal changes in place while the row lives.
pub type Cell<R> = Arc<dyn Fn(Signal<R>) -> AnyView + Send + Sync>;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// That many px.
    Px(u32),
    /// That share of what is left, at least that many px (share, least).
    Share(u32, u32),
}

impl Width {
    const fn least(self) -> u32 {
        match self {
            Self::Px(px) | Self::Share(_, px) => px,
        }
    }

    fn css(self) -> String {
        match self {
            Self::Px(px) => format!("{px}px"),
            Self::Share(share, least) => format!("minmax({least}px, {share}fr)"),
        }
    }
}

/// One column.
#[derive(Clone)]
pub struct Column<R: RowData> {
    /// Its name in `Sort`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its width.
    pub track: Width,
    /// Numbers stand right.
    pub numeric: bool,
    /// Whether its heading sorts.
    pub sortable: bool,
    /// Its cells are nothing but a text.
    pub is_text: bool,
    /// Its cells.
    pub cell: Cell<R>,
}

impl<R: RowData> Column<R> {
    /// A column of plain texts: the cheapest to draw, cut with an ellipsis.
    pub fn text(
        id: impl Into<String>,
        title: impl Into<String>,
        track: Width,
        text: impl Fn(&R) -> String + Send + Sync + 'static,
    ) -> Self {
        let text = Arc::new(text);
        let cell = move |row: Signal<R>| {
            let text = Arc::clone(&text);
            move || row.with(|row| text(row))
        };
        Self { is_text: true, ..Self::new(id, title, track, cell) }
    }

    /// A column whose cells are views.
    pub fn new<V: IntoView + 'static>(
        id: impl Into<String>,
        title: impl Into<String>,
        track: Width,
        cell: impl Fn(Signal<R>) -> V + Send + Sync + 'static,
    ) -> Self {
        let cell: Cell<R> = Arc::new(move |row| cell(row).into_any());
        Self { id: id.into(), title: title.into(), track, numeric: false, sortable: false, is_text: false, cell }
    }

    /// Its cells are numbers.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Its heading sorts.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }
}

impl<R: RowData> fmt::Debug for Column<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Column").field("id", &self.id).field("track", &self.track).finish_non_exhaustive()
    }
}

/// How a row looks under 768 px, where columns do not fit: one cell of `height` px.
#[derive(Clone)]
pub struct Narrow<R: RowData> {
    /// Height of the row, px.
    pub height: u32,
    /// The whole row.
    pub cell: Cell<R>,
}

impl<R: RowData> Narrow<R> {
    /// Rows of that height drawn by `cell`.
    pub fn new<V: IntoView + 'static>(height: u32, cell: impl Fn(Signal<R>) -> V + Send + Sync + 'static) -> Self {
        Self { height, cell: Arc::new(move |row| cell(row).into_any()) }
    }
}

impl<R: RowData> fmt::Debug for Narrow<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Narrow").field("height", &self.height).finish_non_exhaustive()
    }
}

/// Rows that are one line across all columns: heads of groups. They fold, and are not chosen.
#[derive(Clone)]
pub struct Across<R: RowData> {
    /// Which rows: whether it is open, for a row that is one.
    pub is_open: fn(&R) -> Option<bool>,
    /// The whole row.
    pub cell: Cell<R>,
}

impl<R: RowData> Across<R> {
    /// Rows of which `is_open` knows whether they are open, drawn by `cell`.
    pub fn new<V: IntoView + 'static>(
        is_open: fn(&R) -> Option<bool>,
        cell: impl Fn(Signal<R>) -> V + Send + Sync + 'static,
    ) -> Self {
        Self { is_open, cell: Arc::new(move |row| cell(row).into_any()) }
    }
}

impl<R: RowData> fmt::Debug for Across<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Across").finish_non_exhaustive()
    }
}

/// The `grid-template-columns` of a list of columns, with room for checkboxes first if rows can be selected.
pub(super) fn template<R: RowData>(columns: &[Column<R>], selectable: bool) -> String {
    let tracks = columns.iter().map(|column| column.track.css());
    let first = selectable.then(|| "48px".to_owned());
    first.into_iter().chain(tracks).collect::<Vec<_>>().join(" ")
}

/// How wide all columns are at least, px; under that the grid moves sideways. Twelve px of gutter on either side.
pub(super) fn least_width<R: RowData>(columns: &[Column<R>], selectable: bool) -> u32 {
    columns.iter().map(|column| column.track.least()).sum::<u32>() + if selectable { 48 } else { 0 } + 24
}
