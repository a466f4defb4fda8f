//! Every file says in its first sentence what it is for.

use super::problem::Problem;

/// What is wrong with a Rust file's head, if anything.
pub(crate) fn problem(text: &str) -> Option<Problem> {
    let head: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let sentence = head.iter().take_while(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let fault = if head.is_empty() {
        "the file must open with `//!` and one sentence that says what it is for"
    } else if sentence.is_empty() {
        "the head's first line is empty"
    } else if !sentence.ends_with(['.', ':', '?']) {
        "the head is no sentence: end it with a full stop"
    } else {
        return None;
    };
    Some(Problem { line: 1, text: fault.to_owned() })
}
