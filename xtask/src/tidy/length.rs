//! A file holds one idea, and ideas are short.

use super::problem::Problem;

const HARD_STOP: usize = 500;

/// Says so if a file is too long to hold one idea.
pub(crate) fn problem(text: &str) -> Option<Problem> {
    let lines = text.lines().count();
    (lines > HARD_STOP).then(|| Problem {
        line: HARD_STOP + 1,
        text: format!("{lines} lines; {HARD_STOP} is the hard stop: split the idea"),
    })
}
