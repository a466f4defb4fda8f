//! The options of a request and of an expansion: which fields, which rows, in which order.

use crate::expr::{CountOf, Expr, Path};

/// `$select $filter $expand $orderby $top $skip $count`, at the top or inside an expansion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// None: every field. A name may be a path through to-one navigations, `a/b`.
    pub select: Option<Vec<String>>,
    pub filter: Option<Expr>,
    pub expand: Vec<Expand>,
    pub order_by: Vec<OrderBy>,
    pub top: Option<u64>,
    pub skip: Option<u64>,
    /// `$count=true`: accepted and without effect, as the API does (balena-api.md §5).
    pub count: bool,
}

/// One expanded navigation; with `is_count` only how many rows it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Expand {
    pub navigation: String,
    pub is_count: bool,
    pub options: Options,
}

/// One sort key.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderBy {
    pub key: OrderKey,
    pub direction: Direction,
}

/// What rows are sorted by.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderKey {
    Path(Path),
    Count(CountOf),
}

/// A missing direction reads as descending (balena-api.md §5); the printer always writes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Asc,
    Desc,
}
