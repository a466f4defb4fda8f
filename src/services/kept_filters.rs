//! Filters of logs that a person keeps in this browser.

use leptos::prelude::*;

use super::kept::{keep, kept};
use crate::routes::log_query::{LogQuery, TEXT};
use crate::routes::query_string;

/// Under which name they are kept.
const NAME: &str = "log-filters";
/// Most that are kept; the oldest goes.
const MOST: usize = 30;

/// One filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFilter(LogQuery);

impl KeptFilter {
    /// A query without the line it points at and the span of time, which do not come again.
    pub fn of(query: LogQuery) -> Self {
        Self(LogQuery { line: None, from_ms: None, to_ms: None, ..query })
    }

    pub fn query(&self) -> LogQuery {
        self.0.clone()
    }

    /// Whether it is this query's.
    pub fn is_of(&self, query: &LogQuery) -> bool {
        *self == Self::of(query.clone())
    }

    /// What it is called: what it does.
    pub fn title(&self) -> String {
        let query = &self.0;
        let mut words = Vec::new();
        words.extend(query.sources.as_ref().map(|names| names.join(", ")));
        words.extend(query.level.as_ref().map(|level| format!("{level} and worse")));
        if !query.text.is_empty() {
            words.push(if query.is_regex { format!("/{}/", query.text) } else { format!("“{}”", query.text) });
        }
        words.extend(query.without.iter().map(|text| format!("without “{text}”")));
        for (is_hidden, word) in [(false, "only"), (true, "without")] {
            match query.kinds.iter().filter(|kind| kind.is_hidden == is_hidden).count() {
                0 => {}
                1 => words.push(format!("{word} one kind of messages")),
                many => words.push(format!("{word} {many} kinds of messages")),
            }
        }
        if query.is_folded {
            words.push("folded".to_owned());
        }
        words.join(" · ")
    }
}

/// The filters kept; a copy is the same list.
#[derive(Debug, Clone, Copy)]
pub struct KeptFilters(RwSignal<Vec<KeptFilter>>);

/// Reads them.
pub fn use_kept_filters() -> KeptFilters {
    let text = kept(NAME).unwrap_or_default();
    let read = |line: &str| KeptFilter::of(LogQuery::read(&query_string::pairs(line), TEXT));
    KeptFilters(RwSignal::new(text.lines().take(MOST).map(read).collect()))
}

impl KeptFilters {
    pub fn list(self) -> Signal<Vec<KeptFilter>> {
        self.0.into()
    }

    /// Keeps one, first in the list.
    pub fn keep(self, filter: KeptFilter) {
        self.0.update(|list| {
            list.retain(|held| *held != filter);
            list.insert(0, filter);
            list.truncate(MOST);
        });
        self.write();
    }

    pub fn forget(self, filter: &KeptFilter) {
        self.0.update(|list| list.retain(|held| held != filter));
        self.write();
    }

    fn write(self) {
        let lines = |list: &Vec<KeptFilter>| {
            list.iter().map(|filter| query_string::print(&filter.0.pairs(TEXT))).collect::<Vec<_>>()
        };
        keep(NAME, &self.0.with_untracked(lines).join("\n"));
    }
}
