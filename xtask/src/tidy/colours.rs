//! Colours are named once, in style/tokens.css, so that both themes and every contrast are settled in one place.

use super::problem::Problem;

const FUNCTIONS: [&str; 10] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"];
const NAMES: [&str; 12] =
    ["white", "black", "red", "green", "blue", "gray", "grey", "orange", "yellow", "purple", "silver", "pink"];

/// Colour literals among a style sheet's values.
pub(crate) fn in_css(text: &str) -> Vec<Problem> {
    let bare = without_comments(text);
    bare.lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index, value_of(line)?)))
        .filter_map(|(index, value)| literal(value, true).map(|found| problem(index, &found)))
        .collect()
}

/// Colour literals among a Rust file's strings.
pub(crate) fn in_rust(text: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        // Every second part of a line cut at quotes is the inside of a string.
        if let Some(colour) = line.split('"').skip(1).step_by(2).find_map(|string| literal(string, false)) {
            found.push(problem(index, &colour));
        }
    }
    found
}

fn problem(index: usize, colour: &str) -> Problem {
    Problem { line: index + 1, text: format!("the colour `{colour}` belongs in style/tokens.css; use a token") }
}

/// What stands after a declaration's colon; selectors and at-rules have none.
fn value_of(line: &str) -> Option<&str> {
    let declaration = line.rsplit(['{']).next()?;
    let (property, value) = declaration.split_once(':')?;
    let is_property =
        property.trim().chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit() || c == ';');
    (is_property && !line.trim_end().ends_with([',', '{'])).then_some(value)
}

fn literal(value: &str, names_too: bool) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '#' | '-' | '_');
    let mut rest = value;
    while let Some(start) = rest.find(is_word) {
        let tail = &rest[start..];
        let end = tail.find(|c| !is_word(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        if is_hex(word) || (names_too && NAMES.contains(&word)) || is_function(word, after) {
            return Some(word.to_owned());
        }
        rest = after;
    }
    None
}

fn is_hex(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

/// `oklch(from var(--token) …)` derives from a token and is no literal.
fn is_function(word: &str, after: &str) -> bool {
    FUNCTIONS.contains(&word) && after.strip_prefix('(').is_some_and(|inside| !inside.trim_start().starts_with("from "))
}

/// Blanks out comments, keeping every line where it was.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        let (comment, next) = after.split_once("*/").unwrap_or((after, ""));
        out.extend(comment.chars().filter(|c| *c == '\n'));
        rest = next;
    }
    out.push_str(rest);
    out
}
