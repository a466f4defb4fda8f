//! Everything these commands print passes through here.

use std::io::Write as _;

/// One line on stdout. A closed pipe ends nothing: the work goes on.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A line that is part of a step, indented under its name.
pub(crate) fn detail(text: &str) {
    line(&format!("  {text}"));
}

/// What went wrong, on stderr.
pub(crate) fn problem(text: &str) {
    let _ = writeln!(std::io::stderr(), "xtask: {text}");
}
