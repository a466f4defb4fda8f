//! Which rows a person wants to see.

use std::collections::BTreeSet;

use crate::level::Level;

/// The wish as the address carries it. Gap rows are always shown, unless only matches are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Names of the sources to show; `None` shows all, also ones that first write later.
    pub sources: Option<BTreeSet<String>>,
    /// Rows below it are hidden; the least level hides nothing.
    pub min_level: Level,
    /// Text to look for; empty looks for nothing.
    pub text: String,
    pub match_case: bool,
    /// Hide rows without the text, instead of only marking those with it.
    pub only_matches: bool,
}

impl Default for Filter {
    /// Everything: all sources, all levels, no text.
    fn default() -> Self {
        Self { sources: None, min_level: Level::Debug, text: String::new(), match_case: false, only_matches: false }
    }
}

impl Filter {
    /// Whether any row could be hidden.
    pub fn hides(&self) -> bool {
        self.sources.is_some() || self.min_level > Level::Debug || (self.only_matches && !self.text.is_empty())
    }

    pub fn shows_source(&self, source: &str) -> bool {
        self.sources.as_ref().is_none_or(|sources| sources.contains(source))
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
