//! A table of expected answers as it stands in a test: a line each, a column for each kind of caller.

use std::fmt::Write as _;

use crate::callers::KINDS;

/// What a line is about, and what each caller gets.
pub(crate) struct Line {
    pub(crate) method: String,
    pub(crate) subject: String,
    pub(crate) expected: Vec<String>,
}

/// `METHOD subject seven words`; lines that begin with `#` are for the reader.
pub(crate) fn read(text: &str) -> Vec<Line> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            assert_eq!(words.len(), 2 + KINDS.len(), "{line}");
            let expected = words[2..].iter().map(|&word| word.to_owned()).collect();
            Line { method: words[0].to_owned(), subject: words[1].to_owned(), expected }
        })
        .collect()
}

/// The table as it really is, for whoever has to judge a difference.
pub(crate) struct Found(String, bool);

impl Found {
    pub(crate) fn new() -> Self {
        Self(format!("\n# {}\n", KINDS.join(" ")), false)
    }

    pub(crate) fn line(&mut self, line: &Line, found: &[String]) {
        let differs = line.expected != found;
        self.1 |= differs;
        let _ = write!(self.0, "{:<6} {:<52}", line.method, line.subject);
        for word in found {
            let _ = write!(self.0, " {word:>4}");
        }
        let _ = writeln!(self.0, "{}", if differs { "   <- differs" } else { "" });
    }

    pub(crate) fn check(&self) {
        assert!(!self.1, "the table is not as expected; found:{}", self.0);
    }
}
