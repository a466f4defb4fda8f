//! What can stand where the caret is: fields, operators, and values with how many rows have them.

use std::ops::Range;

use super::scan::{self, Scanned};
use super::{Operator, print};
use crate::facet;
use crate::schema::{Field, Kind, Path};
use crate::table::Table;

/// So many are offered.
const MOST: usize = 20;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    Field,
    Operator,
    Value,
}

/// Something that can stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub offered: Offered,
    /// What to put in the place of [`Completion::replace`].
    pub text: String,
    /// What it is called.
    pub label: String,
    /// How many rows have it, for values of words and tags.
    pub rows: Option<usize>,
}

/// What can stand at the caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// The bytes of the text that a suggestion takes the place of.
    pub replace: Range<usize>,
    pub items: Vec<Suggestion>,
}

/// What can stand at `caret` (a byte of `text`; one within a character counts as its beginning).
pub fn complete(text: &str, caret: usize, table: &Table) -> Completion {
    let caret = text.floor_char_boundary(caret);
    let before = &text[..caret];
    let start = term_start(before);
    let scanned = scan::term(before, start);
    let mut completion = match (&scanned.name, &scanned.operator) {
        (Some((name, _)), Some((operator, _))) => values(table, name, *operator, &scanned),
        _ => fields(table, before, start + usize::from(scanned.is_negated)),
    };
    completion.items.truncate(MOST);
    completion
}

/// Where the term that reaches the end of the text begins; the end itself when none does.
fn term_start(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|'));
        at = text.len() - rest.len();
        let rest = rest.strip_prefix(['-', '!']).filter(|rest| rest.starts_with('('));
        if let Some(rest) = rest {
            at = text.len() - rest.len();
            continue;
        }
        if at == text.len() {
            return at;
        }
        let end = scan::term(text, at).end;
        if end >= text.len() {
            return at;
        }
        at = end.max(at + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

fn fields(table: &Table, before: &str, start: usize) -> Completion {
    let typed = before[start..].to_lowercase();
    let mut items = Vec::new();
    for (at, field) in table.schema().fields().iter().enumerate() {
        let path = Path::field(at);
        if field.name.eq_ignore_ascii_case(&typed) {
            items.extend(operators(field));
        }
        if begins(field, &typed) {
            let usual = Operator::of(field.kind).first().copied().unwrap_or(Operator::Is);
            let text = if field.kind == Kind::Tags {
                format!("{}.", field.name)
            } else {
                format!("{}{}", field.name, usual.sign())
            };
            items.push(Suggestion { offered: Offered::Field, text, label: field.label.to_owned(), rows: None });
        }
        if field.kind == Kind::Tags && !typed.is_empty() {
            let keys = facet::words(table, &path).into_iter().filter_map(|facet| Some((facet.value?, facet.rows)));
            for (key, rows) in keys {
                let name = table.schema().name_of(&Path::tag(at, key.clone()));
                if name.to_lowercase().starts_with(&typed) || key.to_lowercase().starts_with(&typed) {
                    let label = format!("{} {key}", field.label);
                    items.push(Suggestion {
                        offered: Offered::Field,
                        text: format!("{name}:"),
                        label,
                        rows: Some(rows),
                    });
                }
            }
        }
        if let Kind::Choice(choices) = field.kind
            && !typed.is_empty()
        {
            let matching = choices.iter().filter(|choice| {
                let words = [choice.word, choice.label];
                words.iter().chain(choice.aliases).any(|word| word.to_lowercase().starts_with(&typed))
            });
            items.extend(matching.map(|choice| Suggestion {
                offered: Offered::Value,
                text: format!("{}:{}", field.name, choice.word),
                label: format!("{} is {}", field.label, choice.label),
                rows: Some(rows_of(table, &path, choice.word)),
            }));
        }
    }
    if "has".starts_with(typed.as_str()) {
        let label = "Is known".to_owned();
        items.push(Suggestion { offered: Offered::Field, text: "has:".to_owned(), label, rows: None });
    }
    Completion { replace: start..before.len(), items }
}

fn begins(field: &Field, typed: &str) -> bool {
    let starts = |name: &str| name.to_lowercase().starts_with(typed);
    starts(field.name)
        || field.label.split(' ').any(starts)
        || (!typed.is_empty() && field.aliases.iter().any(|alias| starts(alias)))
}

fn operators(field: &Field) -> impl Iterator<Item = Suggestion> {
    let name = field.name;
    Operator::of(field.kind).iter().filter(|operator| **operator != Operator::Known).map(move |operator| Suggestion {
        offered: Offered::Operator,
        text: format!("{name}{}", operator.sign()),
        label: words_for(*operator, field.kind).to_owned(),
        rows: None,
    })
}

/// An operator in words, as the filter builder and completion call it.
pub const fn words_for(operator: Operator, kind: Kind) -> &'static str {
    match (operator, kind) {
        (Operator::Is, Kind::Tags) => "has the tag",
        (Operator::Is, Kind::Time) => "is on",
        (Operator::Is, _) => "is",
        (Operator::Contains, _) => "contains",
        (Operator::Starts, _) => "starts with",
        (Operator::Ends, _) => "ends with",
        (Operator::Less, Kind::Time) => "less long ago than, or before",
        (Operator::More, Kind::Time) => "longer ago than, or after",
        (Operator::Less, Kind::Version) => "is before",
        (Operator::More, Kind::Version) => "is after",
        (Operator::Less, _) => "is less than",
        (Operator::AtMost, _) => "is at most",
        (Operator::More, _) => "is more than",
        (Operator::AtLeast, _) => "is at least",
        (Operator::Known, _) => "is known",
    }
}

fn rows_of(table: &Table, path: &Path, word: &str) -> usize {
    let facets = facet::words(table, path);
    facets.iter().find(|facet| facet.value.as_deref() == Some(word)).map_or(0, |facet| facet.rows)
}

fn values(table: &Table, name: &str, operator: Operator, scanned: &Scanned) -> Completion {
    let Some((typed, replace)) = scanned.values.last() else { return Completion::default() };
    let lower = typed.to_lowercase();
    let offer = |text: String, label: String, rows| Suggestion { offered: Offered::Value, text, label, rows };
    let schema = table.schema();
    let mut items = Vec::new();
    if name.eq_ignore_ascii_case("has") {
        let fields = schema.fields().iter().filter(|field| begins(field, &lower));
        items.extend(fields.map(|field| offer(field.name.to_owned(), field.label.to_owned(), None)));
        return Completion { replace: replace.clone(), items };
    }
    let Some(path) = schema.path(name) else { return Completion::default() };
    match schema.kind_of(&path) {
        Kind::Choice(choices) => {
            let counts = facet::words(table, &path);
            for choice in choices {
                let words = [choice.word, choice.label];
                if words.iter().chain(choice.aliases).any(|word| word.to_lowercase().starts_with(&lower)) {
                    let held = counts.iter().find(|facet| facet.value.as_deref() == Some(choice.word));
                    let rows = Some(held.map_or(0, |facet| facet.rows));
                    items.push(offer(choice.word.to_owned(), choice.label.to_owned(), rows));
                }
            }
        }
        Kind::Word | Kind::Version | Kind::Tags => {
            let facets = facet::words(table, &path).into_iter();
            let texts = facets.filter_map(|facet| Some((facet.value?, facet.rows)));
            let matching = texts.filter(|(text, _)| text.to_lowercase().contains(&lower));
            items.extend(matching.map(|(text, rows)| offer(print::quoted_value(&text), text, Some(rows))));
        }
        Kind::Time if operator != Operator::Is => {
            let spans = [("1h", "an hour"), ("24h", "a day"), ("7d", "a week"), ("30d", "a month")];
            let matching = spans.into_iter().filter(|(text, _)| text.starts_with(&lower));
            items.extend(matching.map(|(text, label)| offer(text.to_owned(), label.to_owned(), None)));
        }
        Kind::Text | Kind::Number(_) | Kind::Time => {}
    }
    Completion { replace: replace.clone(), items }
}

/// What a piece of the text is, for colours while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    Field,
    Operator,
    /// A value, or a word that is looked for.
    Value,
}

/// The pieces of a text whether or not it is a filter; what lies between them is white space, signs and parentheses.
pub fn tokens(text: &str) -> Vec<(Range<usize>, Token)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(skipped) = text[at..].find(|c: char| !(c.is_whitespace() || matches!(c, '(' | ')' | '|'))) {
        at += skipped;
        let scanned = scan::term(text, at);
        let field = scanned.name.map(|(_, range)| (range, Token::Field));
        let operator = scanned.operator.map(|(_, range)| (range, Token::Operator));
        let values = scanned.values.into_iter().map(|(_, range)| (range, Token::Value));
        tokens.extend(field.into_iter().chain(operator).chain(values).filter(|(range, _)| !range.is_empty()));
        let next = text[at..].chars().next().map_or(1, char::len_utf8);
        at = scanned.end.max(at + next);
    }
    tokens
}
