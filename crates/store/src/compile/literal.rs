//! Literals as parameters, and what a literal means beside something of a type.

use model::timestamp::Timestamp;
use odata::Literal;
use rusqlite::types::Value;

use crate::error::StoreError;

use super::span;
use super::typed::Type;

/// A literal as SQL keeps it and what it then is; beside something of a type it is read as that, as `PostgreSQL` does.
pub(super) fn value(literal: &Literal, beside: Option<Type>) -> Result<(Value, Option<Type>), StoreError> {
    let Some(wanted) = beside else { return natural(literal) };
    let wrong = || StoreError::bad_request(format!("{} is not {wanted}.", said(literal)));
    let read = match wanted {
        _ if *literal == Literal::Null => Some(Value::Null),
        Type::Truth => truth(literal).map(|truth| Value::Integer(i64::from(truth))),
        Type::Whole => whole(literal).filter(|number| i32::try_from(*number).is_ok()).map(Value::Integer),
        Type::Long => whole(literal).map(Value::Integer),
        // What is added to a moment, or taken from it, is a duration.
        Type::Moment | Type::Span if matches!(literal, Literal::Duration(_)) => return natural(literal),
        Type::Span => None,
        Type::Number => number(literal),
        Type::Text | Type::Json => Some(Value::Text(text(literal))),
        Type::Moment => return Ok((Value::Integer(moment(literal)?.millis()), beside)),
        Type::Day => return Ok((Value::Text(day(moment(literal)?)), beside)),
    };
    let of = if *literal == Literal::Null { None } else { beside };
    Ok((read.ok_or_else(wrong)?, of))
}

fn natural(literal: &Literal) -> Result<(Value, Option<Type>), StoreError> {
    Ok(match literal {
        Literal::Null => (Value::Null, None),
        Literal::Bool(value) => (Value::Integer(i64::from(*value)), Some(Type::Truth)),
        Literal::Integer(value) => (Value::Integer(*value), Some(Type::Long)),
        Literal::Number(value) => (Value::Real(*value), Some(Type::Number)),
        Literal::Text(text) => (Value::Text(text.clone()), Some(Type::Text)),
        Literal::Duration(text) => (Value::Integer(span::millis(text)?), Some(Type::Span)),
        Literal::DateTime(_) | Literal::Date(_) => (Value::Integer(moment(literal)?.millis()), Some(Type::Moment)),
    })
}

fn truth(literal: &Literal) -> Option<bool> {
    match literal {
        Literal::Bool(truth) => Some(*truth),
        Literal::Integer(0) => Some(false),
        Literal::Integer(1) => Some(true),
        Literal::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "t" | "true" | "y" | "yes" | "on" | "1" => Some(true),
            "f" | "false" | "n" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is whole and within what an i64 holds exactly")]
fn whole(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Integer(number) => Some(*number),
        Literal::Number(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => Some(*number as i64),
        Literal::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn number(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::Integer(number) => Some(Value::Integer(*number)),
        Literal::Number(number) => Some(Value::Real(*number)),
        Literal::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Real),
        _ => None,
    }
}

fn text(literal: &Literal) -> String {
    match literal {
        Literal::Null => String::new(),
        Literal::Bool(truth) => truth.to_string(),
        Literal::Integer(number) => number.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Text(text) | Literal::DateTime(text) | Literal::Date(text) | Literal::Duration(text) => text.clone(),
    }
}

fn moment(literal: &Literal) -> Result<Timestamp, StoreError> {
    let wrong = || StoreError::bad_request(format!("{} is not a time in ISO 8601.", said(literal)));
    match literal {
        Literal::Text(text) | Literal::DateTime(text) | Literal::Date(text) => text.trim().parse().map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

fn day(moment: Timestamp) -> String {
    let (year, month, day) = moment.date();
    format!("{year:04}-{month:02}-{day:02}")
}

fn said(literal: &Literal) -> String {
    format!("{:?}", text(literal).chars().take(80).collect::<String>())
}
