//! Values of a row as JSON text: in SQL for what is expanded, in Rust for the rows themselves.

use std::io::Write as _;

use model::timestamp::Timestamp;
use rusqlite::types::ValueRef;

use crate::model_description::resource::Kind;

/// One member of a row's JSON object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// Its value in SQL.
    pub(super) sql: String,
    pub(super) shape: Shape,
}

/// How a value is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Of(Kind),
    /// JSON already.
    Json,
}

impl Member {
    /// The value's JSON in SQL. Never null: what is not set is the text `null`.
    fn text(&self) -> String {
        let value = &self.sql;
        match self.shape {
            Shape::Json => value.clone(),
            // What is kept as JSON was written by us, so it needs no quoting either.
            Shape::Of(Kind::Integer | Kind::Json | Kind::WebResource) => format!("coalesce({value}, 'null')"),
            Shape::Of(Kind::BigInteger) => format!("coalesce('\"' || {value} || '\"', 'null')"),
            Shape::Of(Kind::Text) => format!("json_quote({value})"),
            Shape::Of(Kind::Boolean) => format!("CASE {value} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END"),
            Shape::Of(Kind::Timestamp) => format!("json_time({value})"),
            Shape::Of(Kind::Reference(_)) => format!("coalesce('{{\"__id\":' || {value} || '}}', 'null')"),
        }
    }
}

/// The members as one JSON object, in SQL. Names are the model's own, so they need no escaping.
pub(super) fn object(members: &[Member]) -> String {
    if members.is_empty() {
        return "'{}'".to_owned();
    }
    let mut parts = Vec::with_capacity(members.len());
    for (at, member) in members.iter().enumerate() {
        let before = if at == 0 { '{' } else { ',' };
        parts.push(format!("'{before}\"{}\":', {}", member.name, member.text()));
    }
    format!("concat({}, '}}')", parts.join(", "))
}

/// Writes rows whose columns are `members`.
#[derive(Debug)]
pub(super) struct RowWriter {
    columns: Vec<(Vec<u8>, Shape)>,
}

impl RowWriter {
    pub(super) fn new(members: &[Member]) -> Self {
        let column = |(at, member): (usize, &Member)| {
            let before = if at == 0 { '{' } else { ',' };
            (format!("{before}\"{}\":", member.name).into_bytes(), member.shape)
        };
        Self { columns: members.iter().enumerate().map(column).collect() }
    }

    pub(super) fn write(&self, row: &rusqlite::Row<'_>, to: &mut Vec<u8>) -> rusqlite::Result<()> {
        if self.columns.is_empty() {
            to.push(b'{');
        }
        for (at, (before, shape)) in self.columns.iter().enumerate() {
            to.extend_from_slice(before);
            value(row.get_ref(at)?, *shape, to);
        }
        to.push(b'}');
        Ok(())
    }
}

/// Writing to memory does not fail, so neither does this.
fn value(value: ValueRef<'_>, shape: Shape, to: &mut Vec<u8>) {
    match (shape, value) {
        (_, ValueRef::Null | ValueRef::Blob(_)) => to.extend_from_slice(b"null"),
        (Shape::Of(Kind::Boolean), ValueRef::Integer(truth)) => {
            to.extend_from_slice(if truth == 0 { b"false" } else { b"true" });
        }
        (Shape::Of(Kind::Timestamp), ValueRef::Integer(millis)) => moment(millis, to),
        (Shape::Of(Kind::BigInteger), ValueRef::Integer(number)) => drop(write!(to, "\"{number}\"")),
        (Shape::Of(Kind::Reference(_)), ValueRef::Integer(id)) => {
            to.extend_from_slice(b"{\"__id\":");
            whole(id, to);
            to.push(b'}');
        }
        (_, ValueRef::Integer(number)) => whole(number, to),
        (_, ValueRef::Real(number)) => drop(write!(to, "{number}")),
        (Shape::Json | Shape::Of(Kind::Json | Kind::WebResource), ValueRef::Text(text)) => to.extend_from_slice(text),
        (_, ValueRef::Text(text)) => drop(serde_json::to_writer(to, &String::from_utf8_lossy(text))),
    }
}

fn whole(number: i64, to: &mut Vec<u8>) {
    drop(write!(to, "{number}"));
}

/// `"2026-11-22T10:41:15.300Z"`, without the cost of formatting: a list has many of them.
fn moment(millis: i64, to: &mut Vec<u8>) {
    let moment = Timestamp::from_millis(millis);
    let (year, month, day) = moment.date();
    let (hour, minute, second, milli) = moment.time();
    let (Ok(year @ 0..=9999), Ok(milli)) = (u32::try_from(year), u32::try_from(milli)) else {
        return drop(write!(to, "\"{moment}\""));
    };
    let two = |number: i64| u32::try_from(number).unwrap_or_default();
    let mut text = *b"\"0000-00-00T00:00:00.000Z\"";
    digits(&mut text[1..5], year);
    digits(&mut text[6..8], month);
    digits(&mut text[9..11], day);
    digits(&mut text[12..14], two(hour));
    digits(&mut text[15..17], two(minute));
    digits(&mut text[18..20], two(second));
    digits(&mut text[21..24], milli);
    to.extend_from_slice(&text);
}

fn digits(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_they_print() {
        for millis in [0, 1, 1_795_336_875_300, -1, 253_402_300_799_999, 253_402_300_800_000, -62_167_219_200_001] {
            let mut text = Vec::new();
            moment(millis, &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), format!("\"{}\"", Timestamp::from_millis(millis)));
        }
    }
}
