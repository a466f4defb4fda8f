//! A regular expression looked for in rows, one row at a time.

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

/// The longest expression, in bytes.
pub const MAX_PATTERN: usize = 1_000;
/// A compiled expression may take so much memory, in bytes: repetitions of repetitions are refused instead of swallowing a tab.
const MAX_COMPILED: usize = 1024 * 1024;
/// What its automaton may remember while it runs, in bytes.
const MAX_CACHE: usize = 4 * 1024 * 1024;
const MAX_NESTING: u32 = 64;

/// Why a text is no regular expression; `Display` is for the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadPattern {
    #[error("An expression has at most 1,000 characters.")]
    Long,
    #[error("This expression is too large: use fewer or smaller repetitions.")]
    Large,
    #[error("This is no regular expression: {0}.")]
    Syntax(String),
}

/// A regular expression made ready. `^` and `$` are the ends of a row, `.` is anything within it.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Syntax of the `regex` crate: no look-around, no back-references, so the time is linear whatever is written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str, match_case: bool) -> Result<Self, BadPattern> {
        if text.len() > MAX_PATTERN {
            return Err(BadPattern::Long);
        }
        RegexBuilder::new(text)
            .case_insensitive(!match_case)
            .multi_line(true)
            .size_limit(MAX_COMPILED)
            .dfa_size_limit(MAX_CACHE)
            .nest_limit(MAX_NESTING)
            .build()
            .map(Self)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => BadPattern::Large,
                error => BadPattern::Syntax(last_line(&error.to_string())),
            })
    }

    /// The first match at or after `from`, as a byte range. It may go over the end of a row.
    pub(crate) fn find_at(&self, haystack: &[u8], from: usize) -> Option<(usize, usize)> {
        self.0.find_at(haystack, from).map(|found| (found.start(), found.end()))
    }

    /// Whether one row's text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }

    /// Byte ranges of the matches in one row, at most `limit`; empty matches are none.
    pub fn ranges(&self, text: &str, limit: usize) -> Vec<(usize, usize)> {
        let found = self.0.find_iter(text.as_bytes()).map(|found| (found.start(), found.end()));
        found
            .filter(|(start, end)| start < end && text.is_char_boundary(*start) && text.is_char_boundary(*end))
            .take(limit)
            .collect()
    }
}

/// The crate's message shows the expression with a mark under it; the sentence is its last line.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_a_sentence() {
        assert_eq!(Pattern::new("a(", true).unwrap_err().to_string(), "This is no regular expression: unclosed group.");
        assert_eq!(Pattern::new("(((a{9}){99}){99}){99}", true).unwrap_err(), BadPattern::Large);
        assert_eq!(Pattern::new(&"a".repeat(1_001), true).unwrap_err(), BadPattern::Long);
        assert!(Pattern::new(&"(".repeat(900), true).is_err());
    }

    #[test]
    fn ends_of_a_row_and_letters_of_either_case() {
        let pattern = Pattern::new(r"^time(d? ?out)\b|é$", false).unwrap();
        assert_eq!(pattern.ranges("Timed out at the CAFÉ", 9), [(0, 9), (20, 22)]);
        assert!(!pattern.is_in("no timeout"));
        assert_eq!(Pattern::new("x*", true).unwrap().ranges("axxb", 9), [(1, 3)]);
    }
}
