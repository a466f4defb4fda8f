//! Where the pieces of a term stand in its text, whether or not they make sense yet.

use std::ops::Range;

use super::Operator;

/// The pieces of a term; every range is in bytes of the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scanned {
    pub(super) is_negated: bool,
    /// The name before an operator, unquoted.
    pub(super) name: Option<(String, Range<usize>)>,
    pub(super) operator: Option<(Operator, Range<usize>)>,
    /// Values, unquoted, parted by commas; a word without a field is one value.
    pub(super) values: Vec<(String, Range<usize>)>,
    /// A quote was opened and not closed.
    pub(super) is_open: bool,
    pub(super) end: usize,
}

/// What ends a bare word wherever it stands.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"')
}

/// Reads the term that begins at `start`.
pub(super) fn term(text: &str, start: usize) -> Scanned {
    let mut at = start;
    let is_negated = text[at..].starts_with(['-', '!']) && text[at + 1..].starts_with(|c: char| !c.is_whitespace());
    at += usize::from(is_negated);
    let mut scanned = Scanned { is_negated, name: None, operator: None, values: Vec::new(), is_open: false, end: at };
    let Some((name, name_end)) = name(text, at) else {
        value(text, at, false, &mut scanned);
        return scanned;
    };
    // `!:`, `!~`: the negation beside the operator.
    let bang = usize::from(text[name_end..].starts_with('!'));
    let sign = Operator::BETWEEN.into_iter().find(|operator| text[name_end + bang..].starts_with(operator.sign()));
    let Some(operator) = sign else {
        value(text, at, false, &mut scanned);
        return scanned;
    };
    let end = name_end + bang + operator.sign().len();
    scanned.is_negated ^= bang == 1;
    scanned.name = Some((name, at..name_end));
    scanned.operator = Some((operator, name_end..end));
    at = end;
    loop {
        value(text, at, true, &mut scanned);
        if !text[scanned.end..].starts_with(',') {
            return scanned;
        }
        at = scanned.end + 1;
    }
}

/// A field's name, and after a dot the key of a tag, which may be quoted.
fn name(text: &str, start: usize) -> Option<(String, usize)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
    let rest = &text[start..];
    if !rest.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let (name, end) = (&rest[..length], start + length);
    if name.ends_with('.') && text[end..].starts_with('"') {
        let (key, key_end, is_open) = quoted(text, end);
        return (!is_open).then(|| (format!("{name}{key}"), key_end));
    }
    Some((name.to_owned(), end))
}

fn value(text: &str, start: usize, in_list: bool, scanned: &mut Scanned) {
    if text[start..].starts_with('"') {
        let (value, end, is_open) = quoted(text, start);
        scanned.values.push((value, start..end));
        scanned.end = end;
        scanned.is_open |= is_open;
        return;
    }
    let stops = |c: char| ends_word(c) || (in_list && c == ',');
    let end = start + text[start..].find(stops).unwrap_or(text.len() - start);
    scanned.values.push((text[start..end].to_owned(), start..end));
    scanned.end = end;
}

/// The text in quotes that opens at `start`, where it ends, and whether it never does.
fn quoted(text: &str, start: usize) -> (String, usize, bool) {
    let mut value = String::new();
    let mut chars = text[start + 1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, start + 1 + at + 1, false),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            c => value.push(c),
        }
    }
    (value, text.len(), true)
}
