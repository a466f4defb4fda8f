//! The functions that the generated SQL uses beside SQLite's own.

use model::timestamp::Timestamp;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use crate::release_names;

/// Makes them known to a connection.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("json_time", 1, flags, json_time)?;
    connection.create_scalar_function("starts_with", 2, flags, |context| {
        two_texts(context, |text, part| text.starts_with(part))
    })?;
    connection.create_scalar_function("ends_with", 2, flags, |context| {
        two_texts(context, |text, part| text.ends_with(part))
    })?;
    for arguments in 2..=3 {
        connection.create_scalar_function("substring_of", arguments, flags, substring)?;
    }
    connection.create_scalar_function("floor_of", 1, flags, |context| rounded(context, f64::floor))?;
    connection.create_scalar_function("ceiling_of", 1, flags, |context| rounded(context, f64::ceil))?;
    release_names::register(connection)
}

/// Milliseconds as a JSON string in ISO 8601, or `null`.
fn json_time(context: &Context<'_>) -> Result<String> {
    let millis: Option<i64> = context.get(0)?;
    Ok(millis.map_or_else(|| "null".to_owned(), |millis| format!("\"{}\"", Timestamp::from_millis(millis))))
}

/// Null if either is not text.
fn two_texts(context: &Context<'_>, test: impl Fn(&str, &str) -> bool) -> Result<Option<bool>> {
    match (context.get_raw(0), context.get_raw(1)) {
        (ValueRef::Text(_), ValueRef::Text(_)) => {
            let (text, part): (String, String) = (context.get(0)?, context.get(1)?);
            Ok(Some(test(&text, &part)))
        }
        _ => Ok(None),
    }
}

/// `substring_of(text, start, length?)`, counting from 0. A start before the text uses up the length, as in `PostgreSQL`.
fn substring(context: &Context<'_>) -> Result<Option<String>> {
    let has_length = context.len() > 2;
    let (text, start): (Option<String>, Option<i64>) = (context.get(0)?, context.get(1)?);
    let length: Option<i64> = if has_length { context.get(2)? } else { None };
    let (Some(text), Some(start)) = (text, start) else { return Ok(None) };
    if has_length && length.is_none() {
        return Ok(None);
    }
    let begin = usize::try_from(start).unwrap_or(0);
    let end = length.map_or(usize::MAX, |length| usize::try_from(start.saturating_add(length)).unwrap_or(0));
    Ok(Some(text.chars().skip(begin).take(end.saturating_sub(begin)).collect()))
}

/// Null if it is not a number.
fn rounded(context: &Context<'_>, round: impl Fn(f64) -> f64) -> Result<Option<f64>> {
    match context.get_raw(0) {
        ValueRef::Integer(_) | ValueRef::Real(_) => Ok(Some(round(context.get(0)?))),
        _ => Ok(None),
    }
}
