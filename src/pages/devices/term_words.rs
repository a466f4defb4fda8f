//! Conditions in words, as chips and the filter's dialog say them.

use table::filter::complete::words_for;
use table::filter::{Clause, Operator, Term, print};
use table::schema::{Kind, Schema};

/// "is not", "does not contain".
pub(super) fn operator(operator: Operator, kind: Kind, is_negated: bool) -> String {
    let words = words_for(operator, kind);
    if !is_negated {
        return words.to_owned();
    }
    match words.split_once(' ') {
        Some(("is", rest)) => format!("is not {rest}"),
        Some(("has", rest)) => format!("does not have {rest}"),
        Some(("starts", rest)) => format!("does not start {rest}"),
        Some(("ends", rest)) => format!("does not end {rest}"),
        _ if words == "is" => "is not".to_owned(),
        _ if words == "contains" => "does not contain".to_owned(),
        _ => format!("not {words}"),
    }
}

/// What a condition is about.
pub(super) fn field(term: &Term, schema: &Schema) -> String {
    match &term.path {
        None => "Any text".to_owned(),
        Some(path) => match &path.key {
            Some(key) => format!("Tag {key}"),
            None => schema.get(path.field).map_or_else(|| "?".to_owned(), |field| field.label.to_owned()),
        },
    }
}

/// The kind of what a condition is about.
pub(super) fn kind(term: &Term, schema: &Schema) -> Kind {
    term.path.as_ref().map_or(Kind::Text, |path| schema.kind_of(path))
}

fn value(term: &Term, schema: &Schema) -> String {
    match kind(term, schema) {
        Kind::Choice(choices) => choices
            .iter()
            .find(|choice| {
                choice.word.eq_ignore_ascii_case(&term.value) || choice.aliases.contains(&term.value.as_str())
            })
            .map_or_else(|| term.value.clone(), |choice| choice.label.to_owned()),
        _ if term.value.is_empty() && term.operator != Operator::Known => "nothing".to_owned(),
        _ => term.value.clone(),
    }
}

/// Key, operator and value of a clause's chip: alternatives of one field stand in the value, others are written out.
pub(super) fn clause(clause: &Clause, schema: &Schema) -> (String, String, String) {
    let Some(first) = clause.any.first() else { return Default::default() };
    let is_alike =
        |term: &Term| term.path == first.path && term.operator == first.operator && term.is_negated == first.is_negated;
    if clause.any.iter().all(is_alike) {
        let values: Vec<String> = clause.any.iter().map(|term| value(term, schema)).collect();
        let operator = operator(first.operator, kind(first, schema), first.is_negated);
        return (field(first, schema), operator, values.join(" or "));
    }
    let terms: Vec<String> = clause.any.iter().map(|term| print::print_term(term, schema)).collect();
    ("Any of".to_owned(), String::new(), terms.join(" or "))
}

#[cfg(test)]
mod tests {
    use table::filter::parse::parse;

    use super::*;
    use crate::data::device_table::fields;

    #[test]
    fn clauses_are_said_in_words() {
        let schema = fields::schema();
        let said = |text: &str| {
            let filter = parse(text, &schema).unwrap();
            let (key, operator, value) = clause(&filter.all[0], &schema);
            format!("{key} {operator} {value}")
        };
        assert_eq!(said("status:offline,updating"), "Status is Disconnected or Updating");
        assert_eq!(said("-tag.site~north"), "Tag site does not contain north");
        assert_eq!(said("os<2.12"), "Host OS is before 2.12");
        assert_eq!(said("berlin"), "Any text contains berlin");
        assert_eq!(said("cpu>80 | memory>100"), "Any of  cpu>80 or memory>100");
    }
}
