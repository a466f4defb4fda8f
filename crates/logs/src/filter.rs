//! Which rows a person wants to see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::level::Level;

/// The wish as the address carries it. Gap rows are always shown, unless only matches are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Names of the sources to show; `None` shows all, also ones that first write later.
    pub sources: Option<BTreeSet<String>>,
    /// Names of the devices to show, in the same way.
    pub devices: Option<BTreeSet<String>>,
    /// Rows below it are hidden; the least level hides nothing.
    pub min_level: Level,
    /// Rows written before it are hidden, in milliseconds since the Unix epoch.
    pub from_ms: Option<i64>,
    /// Rows written at or after it are hidden.
    pub to_ms: Option<i64>,
    /// All of these must hold for a row.
    pub terms: Vec<Term>,
    /// Text to look for; empty looks for nothing.
    pub text: String,
    pub match_case: bool,
    /// The text is a regular expression.
    pub is_regex: bool,
    /// Hide rows without the text, instead of only marking those with it.
    pub only_matches: bool,
}

/// A condition on a row's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Term {
    pub text: String,
    pub match_case: bool,
    pub is_regex: bool,
    /// Rows that do not hold it.
    pub is_negated: bool,
}

impl Default for Filter {
    /// Everything: all sources, all levels, all times, no text.
    fn default() -> Self {
        Self {
            sources: None,
            devices: None,
            min_level: Level::Debug,
            from_ms: None,
            to_ms: None,
            terms: Vec::new(),
            text: String::new(),
            match_case: false,
            is_regex: false,
            only_matches: false,
        }
    }
}

impl Filter {
    /// Whether any row could be hidden.
    pub fn hides(&self) -> bool {
        self.sources.is_some()
            || self.devices.is_some()
            || self.min_level > Level::Debug
            || self.from_ms.is_some()
            || self.to_ms.is_some()
            || self.terms.iter().any(|term| !term.text.is_empty())
            || (self.only_matches && !self.text.is_empty())
    }

    pub fn shows_source(&self, source: &str) -> bool {
        self.sources.as_ref().is_none_or(|sources| sources.contains(source))
    }

    pub fn shows_device(&self, device: &str) -> bool {
        self.devices.as_ref().is_none_or(|devices| devices.contains(device))
    }

    /// Whether rows of this time are shown.
    pub fn shows_time(&self, at_ms: i64) -> bool {
        self.from_ms.is_none_or(|from| at_ms >= from) && self.to_ms.is_none_or(|to| at_ms < to)
    }

    /// Shows or hides one source out of `known`; hiding none is all, so that new sources appear.
    #[must_use]
    pub fn toggled(&self, source: &str, known: &[String]) -> Self {
        let mut sources = self.sources.clone().unwrap_or_else(|| known.iter().cloned().collect());
        if !sources.remove(source) {
            sources.insert(source.to_owned());
        }
        let all = known.iter().all(|name| sources.contains(name));
        Self { sources: (!all).then_some(sources), ..self.clone() }
    }
}
