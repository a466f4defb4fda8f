//! Words and literals: names, numbers, quoted text.

use crate::expr::Literal;

use super::cursor::Cursor;
use super::error::ParseError;

/// A name: letters, digits and `_`, not beginning with a digit; none of it escaped.
pub(super) fn name(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let mut name = String::new();
    while let Some(seen) = cursor.seen().filter(|seen| !seen.is_escaped) {
        let belongs = seen.ch == '_' || seen.ch.is_ascii_alphabetic() || (!name.is_empty() && seen.ch.is_ascii_digit());
        if !belongs {
            break;
        }
        name.push(seen.ch);
        cursor.advance(seen);
    }
    if name.is_empty() { Err(cursor.expected("a name")) } else { Ok(name) }
}

/// A literal, or `None` if what stands here is none (then nothing is consumed).
pub(super) fn literal(cursor: &mut Cursor<'_>) -> Result<Option<Literal>, ParseError> {
    if cursor.is('\'') {
        return quoted(cursor).map(|text| Some(Literal::Text(text)));
    }
    if cursor.is('-') || cursor.structure().is_some_and(|seen| seen.ch.is_ascii_digit()) {
        return number(cursor).map(Some);
    }
    let place = cursor.place();
    let Ok(word) = name(cursor) else {
        cursor.return_to(place);
        return Ok(None);
    };
    let found = match word.as_str() {
        "datetime" if cursor.is('\'') => return quoted(cursor).map(|text| Some(Literal::DateTime(text))),
        "duration" if cursor.is('\'') => return quoted(cursor).map(|text| Some(Literal::Duration(text))),
        "date" if cursor.is('\'') => return quoted(cursor).map(|text| Some(Literal::Date(text))),
        _ if cursor.is('/') || cursor.is('(') => None,
        "null" => Some(Literal::Null),
        "true" => Some(Literal::Bool(true)),
        "false" => Some(Literal::Bool(false)),
        _ => None,
    };
    if found.is_none() {
        cursor.return_to(place);
    }
    Ok(found)
}

/// `'…'` with doubled quotes; the escapes are undone first, so `%27%27` is one quote too.
fn quoted(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let begin = cursor.place();
    cursor.require('\'')?;
    let mut text = String::new();
    while let Some(seen) = cursor.seen() {
        if seen.is_broken {
            return Err(cursor.error("This is no percent-encoded UTF-8"));
        }
        cursor.advance(seen);
        if seen.ch != '\'' {
            text.push(seen.ch);
        } else if cursor.seen().is_some_and(|next| next.ch == '\'') {
            cursor.require('\'')?;
            text.push('\'');
        } else {
            return Ok(text);
        }
    }
    cursor.return_to(begin);
    Err(cursor.error("The text that begins here has no closing quote"))
}

fn number(cursor: &mut Cursor<'_>) -> Result<Literal, ParseError> {
    let begin = cursor.place();
    let mut text = String::new();
    if cursor.take('-') {
        text.push('-');
    }
    digits(cursor, &mut text)?;
    if cursor.take('.') {
        text.push('.');
        digits(cursor, &mut text)?;
    }
    if let Ok(integer) = text.parse() {
        return Ok(Literal::Integer(integer));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Literal::Number(number)),
        _ => {
            cursor.return_to(begin);
            Err(cursor.error("This number is too big"))
        }
    }
}

fn digits(cursor: &mut Cursor<'_>, text: &mut String) -> Result<(), ParseError> {
    let before = text.len();
    while let Some(seen) = cursor.structure().filter(|seen| seen.ch.is_ascii_digit()) {
        text.push(seen.ch);
        cursor.advance(seen);
    }
    if text.len() == before { Err(cursor.expected("a digit")) } else { Ok(()) }
}
