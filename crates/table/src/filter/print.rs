//! Filter to text: what is printed reads back as the same filter.

use super::scan::ends_word;
use super::{Clause, Filter, Operator, Term};
use crate::quote::quoted;
use crate::schema::Schema;

/// The filter as it is written.
pub fn print(filter: &Filter, schema: &Schema) -> String {
    let clauses: Vec<String> =
        filter.all.iter().filter(|clause| !clause.any.is_empty()).map(|clause| print_clause(clause, schema)).collect();
    clauses.join(" ")
}

/// One clause of a filter.
pub fn print_clause(clause: &Clause, schema: &Schema) -> String {
    match clause.any.as_slice() {
        [term] => print_term(term, schema),
        [first, rest @ ..]
            if rest.iter().all(|term| is_alike(first, term)) && !first.is_negated && first.path.is_some() =>
        {
            let values = rest.iter().map(|term| value_text(term, schema));
            let mut text = print_term(first, schema);
            for value in values {
                text.push(',');
                text.push_str(&value);
            }
            text
        }
        terms => {
            let terms: Vec<String> = terms.iter().map(|term| print_term(term, schema)).collect();
            format!("({})", terms.join(" | "))
        }
    }
}

/// One condition.
pub fn print_term(term: &Term, schema: &Schema) -> String {
    let sign = if term.is_negated { "-" } else { "" };
    match &term.path {
        None => format!("{sign}{}", quoted_word(&term.value)),
        Some(_) if term.operator == Operator::Known => format!("{sign}has:{}", value_text(term, schema)),
        Some(path) => {
            format!("{sign}{}{}{}", schema.name_of(path), term.operator.sign(), value_text(term, schema))
        }
    }
}

fn is_alike(one: &Term, other: &Term) -> bool {
    let is_known = one.operator == Operator::Known;
    one.is_negated == other.is_negated && one.operator == other.operator && (is_known || one.path == other.path)
}

fn value_text(term: &Term, schema: &Schema) -> String {
    match (&term.path, term.operator) {
        (Some(path), Operator::Known) => {
            let name = schema.get(path.field).map_or("?", |field| field.name);
            path.key.as_ref().map_or_else(|| name.to_owned(), |key| quoted_value(&format!("{name}.{key}")))
        }
        _ => quoted_value(&term.value),
    }
}

pub(super) fn quoted_value(value: &str) -> String {
    let is_plain = !value.is_empty() && !value.contains(|c: char| ends_word(c) || matches!(c, ',' | '\\'));
    // A value that begins with the end of a longer operator would join it (`a<` and `=b`).
    if is_plain && !value.starts_with('=') { value.to_owned() } else { quoted(value) }
}

fn quoted_word(word: &str) -> String {
    let is_sign = |c: char| ends_word(c) || matches!(c, ':' | '~' | '^' | '$' | '<' | '>' | '=' | '!' | '\\' | ',');
    let is_keyword = ["or", "and"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word));
    if word.is_empty() || is_keyword || word.starts_with('-') || word.contains(is_sign) {
        quoted(word)
    } else {
        word.to_owned()
    }
}
