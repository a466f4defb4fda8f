//! Text to filter.
//!
//! Terms beside each other all hold; `|` or `or` between two makes them alternatives, parentheses may stand around those.
//! `-` or `!` in front negates. `field:a,b` is short for `(field:a | field:b)`. A word without an operator is looked for in the
//! searched columns. Quotes take any text, with `\"` and `\\` in them.

use super::error::FilterError;
use super::operand::{self, signs};
use super::scan::{self, Scanned};
use super::{Clause, Filter, Operator, Term};
use crate::schema::{Kind, Path, Schema};

/// A longer text is no filter.
pub const MOST_BYTES: usize = 4_096;
/// More terms are no filter.
pub const MOST_TERMS: usize = 200;

/// Reads a filter.
pub fn parse(text: &str, schema: &Schema) -> Result<Filter, FilterError> {
    if text.len() > MOST_BYTES {
        return Err(FilterError::new(MOST_BYTES..text.len(), format!("A filter has at most {MOST_BYTES} bytes.")));
    }
    let mut parser = Parser { text, schema, at: 0, terms: 0 };
    let mut filter = Filter::default();
    // Whether the last clause waits for another alternative, and where the sign for it stood.
    let mut joins = None;
    while let Some(next) = parser.skip() {
        if let Some(length) = parser.or_sign() {
            if filter.all.is_empty() || joins.is_some() {
                return Err(FilterError::new(next..next + length, "An alternative needs a condition on either side."));
            }
            joins = Some(next..next + length);
            parser.at += length;
            continue;
        }
        if let Some(length) = parser.keyword("and") {
            parser.at += length;
            continue;
        }
        let clauses = parser.clause()?;
        match (joins.take(), filter.all.last_mut()) {
            (Some(at), Some(last)) => {
                let [one] = <[Clause; 1]>::try_from(clauses).map_err(|_| {
                    FilterError::new(
                        at,
                        "A negated list or group cannot be an alternative; write its parts one by one.",
                    )
                })?;
                last.any.extend(one.any);
            }
            _ => filter.all.extend(clauses),
        }
    }
    match joins {
        Some(at) => Err(FilterError::new(at, "An alternative needs a condition on either side.")),
        None => Ok(filter),
    }
}

struct Parser<'a> {
    text: &'a str,
    schema: &'a Schema,
    at: usize,
    terms: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Past white space; where the next thing begins, if there is one.
    fn skip(&mut self) -> Option<usize> {
        self.at = self.text.len() - self.rest().trim_start().len();
        (self.at < self.text.len()).then_some(self.at)
    }

    fn keyword(&self, word: &str) -> Option<usize> {
        let rest = self.rest();
        let is_it = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let ends = rest.get(word.len()..).is_some_and(|after| after.chars().next().is_none_or(scan::ends_word));
        (is_it && ends).then_some(word.len())
    }

    fn or_sign(&self) -> Option<usize> {
        if self.rest().starts_with("||") {
            return Some(2);
        }
        if self.rest().starts_with('|') { Some(1) } else { self.keyword("or") }
    }

    /// A term or a group; several when a list or group is negated.
    fn clause(&mut self) -> Result<Vec<Clause>, FilterError> {
        let start = self.at;
        let rest = self.rest();
        let is_negated = rest.starts_with("-(") || rest.starts_with("!(");
        if rest.starts_with(')') {
            return Err(FilterError::new(start..start + 1, "This parenthesis closes nothing."));
        }
        if !is_negated && !rest.starts_with('(') {
            return self.term();
        }
        self.at += 1 + usize::from(is_negated);
        let any = self.group(start)?;
        Ok(if is_negated {
            any.into_iter().map(|term| Clause::from(term.negated())).collect()
        } else {
            vec![Clause { any }]
        })
    }

    fn group(&mut self, start: usize) -> Result<Vec<Term>, FilterError> {
        let mut any = Vec::new();
        let mut wants_term = true;
        loop {
            let Some(next) = self.skip() else {
                return Err(FilterError::new(start..self.text.len(), "This parenthesis is not closed."));
            };
            if let Some(length) = self.or_sign() {
                if wants_term {
                    return Err(FilterError::new(next..next + length, "A condition is expected here."));
                }
                self.at += length;
                wants_term = true;
            } else if self.rest().starts_with(')') {
                self.at += 1;
                return if wants_term {
                    Err(FilterError::new(next..next + 1, "A condition is expected before the parenthesis."))
                } else {
                    Ok(any)
                };
            } else if self.rest().starts_with('(') {
                return Err(FilterError::new(next..next + 1, "A group cannot stand in a group."));
            } else if !wants_term {
                return Err(FilterError::new(next..next + 1, "Between alternatives stands | or the word or."));
            } else {
                let clauses = self.term()?;
                let [one] = <[Clause; 1]>::try_from(clauses).map_err(|_| {
                    FilterError::new(
                        next..self.at,
                        "A negated list cannot be an alternative; write its parts one by one.",
                    )
                })?;
                any.extend(one.any);
                wants_term = false;
            }
        }
    }

    fn term(&mut self) -> Result<Vec<Clause>, FilterError> {
        let start = self.at;
        let scanned = scan::term(self.text, start);
        // Something always moves on: a sign that no term begins with is its own word.
        self.at = scanned.end.max(start + self.rest().chars().next().map_or(1, char::len_utf8));
        if scanned.is_open {
            return Err(FilterError::new(start..self.text.len(), "This quote is not closed."));
        }
        let terms = self.understood(&scanned, start)?;
        self.terms += terms.len();
        if self.terms > MOST_TERMS {
            return Err(FilterError::new(start..self.at, format!("A filter has at most {MOST_TERMS} conditions.")));
        }
        Ok(if scanned.is_negated {
            terms.into_iter().map(|term| Clause::from(term.negated())).collect()
        } else {
            vec![Clause { any: terms }]
        })
    }

    /// The terms of a list of values, not negated.
    fn understood(&self, scanned: &Scanned, start: usize) -> Result<Vec<Term>, FilterError> {
        let (Some((name, name_at)), Some((operator, operator_at))) = (&scanned.name, &scanned.operator) else {
            let word = scanned.values.first().map(|(word, _)| word.clone()).unwrap_or_default();
            if word.is_empty() {
                return Err(FilterError::new(start..self.at, "A condition is expected here."));
            }
            return Ok(vec![Term::word(word)]);
        };
        if name.eq_ignore_ascii_case("has") && *operator == Operator::Is {
            return scanned
                .values
                .iter()
                .map(|(field, at)| Ok(Term::on(self.path(field, at)?, Operator::Known, "")))
                .collect();
        }
        let path = self.path(name, name_at)?;
        let kind = self.schema.kind_of(&path);
        let mut terms = Vec::new();
        for (value, at) in &scanned.values {
            if let Err(expected) = operand::understand(kind, *operator, value) {
                let is_operator = !Operator::of(kind).contains(operator);
                let at = if is_operator { operator_at.clone() } else { at.start..at.end.max(at.start) };
                return Err(FilterError::new(at, format!("{} {expected}.", self.schema.name_of(&path))));
            }
            terms.push(Term::on(path.clone(), *operator, value.clone()));
        }
        Ok(terms)
    }

    fn path(&self, name: &str, at: &std::ops::Range<usize>) -> Result<Path, FilterError> {
        self.schema.path(name).ok_or_else(|| {
            let near = nearest(self.schema, name);
            let hint = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
            FilterError::new(
                at.clone(),
                format!("There is no field {name}.{hint} Put text that is looked for in quotes."),
            )
        })
    }
}

/// The field whose name begins like this one, or has it in it.
fn nearest(schema: &Schema, name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let start = name.get(..2)?;
    schema.fields().iter().map(|field| field.name).find(|field| field.starts_with(start) || field.contains(&name))
}

/// What may be asked of a kind of column, in words: for help beside a field.
pub fn operators_of(kind: Kind) -> String {
    signs(kind)
}
