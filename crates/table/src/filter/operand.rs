//! What the value of a term means for the kind of its column.

use super::Operator;
use crate::fold::{Needle, Place};
use crate::moment;
use crate::schema::{Choice, Kind, Unit};
use crate::version::Version;

/// A value, understood.
#[derive(Debug, Clone)]
pub(crate) enum Operand {
    /// A piece of text and where it stands.
    Text(Needle),
    /// The place of a word in a closed list.
    Choice(u32),
    Version(Version),
    Number(f64),
    /// Older or younger than so many milliseconds.
    Span(i64),
    /// From the first moment up to the second.
    Between(i64, i64),
    /// There is a value.
    Anything,
}

/// What a value means, or what is expected instead (the rest of a sentence that begins with the field's name).
pub(crate) fn understand(kind: Kind, operator: Operator, value: &str) -> Result<Operand, String> {
    if operator == Operator::Known {
        return Ok(Operand::Anything);
    }
    if !Operator::of(kind).contains(&operator) {
        return Err(format!("cannot be asked with {}; use {}", operator.sign(), signs(kind)));
    }
    if value.is_empty() && !matches!((kind, operator), (Kind::Word | Kind::Text, Operator::Is)) {
        return Err("needs a value".to_owned());
    }
    let text = |place| Ok(Operand::Text(Needle::new(value, place)));
    match operator {
        Operator::Contains => return text(Place::Anywhere),
        Operator::Starts => return text(Place::Start),
        Operator::Ends => return text(Place::End),
        _ => {}
    }
    match kind {
        Kind::Text | Kind::Word | Kind::Tags => text(Place::Whole),
        Kind::Choice(choices) => choice(choices, value),
        Kind::Version => match Version::parse(value) {
            Some(version) => Ok(Operand::Version(version)),
            None if operator == Operator::Is => text(Place::Whole),
            None => Err("needs a version such as 2.12 or 2.12.7+rev1".to_owned()),
        },
        Kind::Number(unit) => number(value, unit).map(Operand::Number).ok_or_else(|| needs_number(unit)),
        Kind::Time => {
            let date = moment::date(value).map(|(begin, end)| Operand::Between(begin, end));
            let span = || moment::span(value).filter(|_| operator != Operator::Is).map(Operand::Span);
            date.or_else(span).ok_or_else(|| {
                if operator == Operator::Is {
                    "needs a date such as 2026-11-22".to_owned()
                } else {
                    "needs a span such as 7d or 3h, or a date such as 2026-11-22".to_owned()
                }
            })
        }
    }
}

/// The operators of a kind, as a sentence lists them.
pub(super) fn signs(kind: Kind) -> String {
    let signs: Vec<&str> =
        Operator::of(kind).iter().filter(|one| **one != Operator::Known).map(|one| one.sign()).collect();
    signs.join(" ")
}

fn choice(choices: &'static [Choice], value: &str) -> Result<Operand, String> {
    let is_it = |choice: &Choice| {
        let is = |word: &str| word.eq_ignore_ascii_case(value);
        is(choice.word) || is(choice.label) || choice.aliases.iter().any(|alias| is(alias))
    };
    let place = choices.iter().position(is_it).and_then(|place| u32::try_from(place).ok());
    place.map(Operand::Choice).ok_or_else(|| {
        let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
        format!("is one of {}", words.join(", "))
    })
}

fn needs_number(unit: Unit) -> String {
    match unit {
        Unit::Plain => "needs a number".to_owned(),
        Unit::Percent => "needs a percentage such as 80%".to_owned(),
        Unit::Celsius => "needs degrees such as 70C".to_owned(),
        Unit::Megabytes => "needs a size such as 512MB or 1.5GB".to_owned(),
    }
}

fn number(text: &str, unit: Unit) -> Option<f64> {
    let split = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let number: f64 = text[..split].parse().ok()?;
    let suffix = text[split..].to_ascii_lowercase();
    let factor = match (unit, suffix.as_str()) {
        (_, "") | (Unit::Percent, "%") | (Unit::Celsius, "c" | "°c") | (Unit::Megabytes, "m" | "mb") => 1.0,
        (Unit::Megabytes, "k" | "kb") => 0.001,
        (Unit::Megabytes, "g" | "gb") => 1_000.0,
        (Unit::Megabytes, "t" | "tb") => 1_000_000.0,
        _ => return None,
    };
    Some(number * factor)
}
