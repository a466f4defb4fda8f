//! Options: at the top joined by `&` among parameters of others, in an expansion by `;` or `&`.

use crate::expr::Path;
use crate::options::{Direction, Expand, Options, OrderBy, OrderKey};

use super::cursor::Cursor;
use super::error::ParseError;
use super::expr::{count, count_word, expr};
use super::names::name;

/// One `$name=value`; the cursor stands before the `$`.
pub(super) fn option(cursor: &mut Cursor<'_>, options: &mut Options) -> Result<(), ParseError> {
    let place = cursor.place();
    cursor.require('$')?;
    let word = name(cursor)?;
    cursor.require('=')?;
    // Of an option that is given twice the last is what counts.
    match word.as_str() {
        "select" => options.select = Some(select(cursor)?),
        "filter" => options.filter = Some(expr(cursor)?),
        "expand" => options.expand = list(cursor, expand)?,
        "orderby" => options.order_by = list(cursor, order_by)?,
        "top" => options.top = Some(whole_number(cursor)?),
        "skip" => options.skip = Some(whole_number(cursor)?),
        "count" => {
            options.count = match name(cursor)?.as_str() {
                "true" => true,
                "false" => false,
                _ => {
                    cursor.return_to(place);
                    return Err(cursor.error("`$count` is true or false"));
                }
            };
        }
        "inlinecount" | "format" => cursor.skip_value(),
        _ => {
            cursor.return_to(place);
            return Err(cursor.error(format!("There is no option `${word}`")));
        }
    }
    Ok(())
}

fn list<T>(
    cursor: &mut Cursor<'_>,
    item: impl Fn(&mut Cursor<'_>) -> Result<T, ParseError>,
) -> Result<Vec<T>, ParseError> {
    let mut items = Vec::new();
    loop {
        cursor.count_node()?;
        items.push(item(cursor)?);
        if !cursor.take(',') {
            return Ok(items);
        }
    }
}

/// Field names, or paths to fields; `*` is every field and stands alone.
fn select(cursor: &mut Cursor<'_>) -> Result<Vec<String>, ParseError> {
    if cursor.take('*') {
        return Ok(vec!["*".to_owned()]);
    }
    list(cursor, |cursor| {
        let mut path = name(cursor)?;
        while cursor.take('/') {
            cursor.count_node()?;
            path.push('/');
            path.push_str(&name(cursor)?);
        }
        Ok(path)
    })
}

/// `a/b` reads as `a($expand=b)`.
fn expand(cursor: &mut Cursor<'_>) -> Result<Expand, ParseError> {
    cursor.deeper(|cursor| {
        let mut expand = Expand::of(name(cursor)?);
        if cursor.take('/') {
            if !cursor.is('$') {
                expand.options.expand.push(self::expand(cursor)?);
                return Ok(expand);
            }
            count_word(cursor)?;
            expand.is_count = true;
        }
        if cursor.take('(') && !cursor.take(')') {
            loop {
                option(cursor, &mut expand.options)?;
                if !cursor.take(';') && !cursor.take('&') {
                    break;
                }
            }
            cursor.require(')')?;
        }
        Ok(expand)
    })
}

fn order_by(cursor: &mut Cursor<'_>) -> Result<OrderBy, ParseError> {
    let mut path = vec![name(cursor)?];
    let mut counted = None;
    while cursor.take('/') {
        if cursor.is('$') {
            counted = Some(count(cursor, Path(std::mem::take(&mut path)))?);
            break;
        }
        path.push(name(cursor)?);
        cursor.count_node()?;
    }
    let mut direction = Direction::Desc;
    if cursor.blanks() && cursor.structure().is_some_and(|seen| seen.ch.is_ascii_alphabetic()) {
        let place = cursor.place();
        direction = match name(cursor)?.as_str() {
            "asc" => Direction::Asc,
            "desc" => Direction::Desc,
            _ => {
                cursor.return_to(place);
                return Err(cursor.expected("asc or desc"));
            }
        };
    }
    Ok(OrderBy { key: counted.map_or_else(|| OrderKey::Path(Path(path)), OrderKey::Count), direction })
}

fn whole_number(cursor: &mut Cursor<'_>) -> Result<u64, ParseError> {
    let mut text = String::new();
    while let Some(seen) = cursor.structure().filter(|seen| seen.ch.is_ascii_digit()) {
        text.push(seen.ch);
        cursor.advance(seen);
    }
    if text.is_empty() {
        return Err(cursor.expected("a whole number"));
    }
    // What the database cannot count to is as good as no limit, but it is more likely a mistake.
    text.parse::<i64>()
        .ok()
        .and_then(|number| u64::try_from(number).ok())
        .ok_or_else(|| cursor.error("This number is too big"))
}
