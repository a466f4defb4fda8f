//! A line as a device sends it, read as leniently as the original does and no more.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use wire::log_line::DeviceLogLine;

/// The longest message kept, in characters. Supervisors cut at 10,000; the original has no bound but the body's.
const MAX_MESSAGE: usize = 65_536;
/// What a message that was too long ends with, as supervisors write it.
const CUT: &str = "[...]";
/// Numbers beyond these are not whole ones to the original.
const SAFE: i64 = 9_007_199_254_740_990;

/// One field's value, as far as it matters.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) enum Value<'l> {
    #[default]
    Absent,
    Null,
    Bool(bool),
    Whole(i64),
    Fraction(f64),
    Text(Cow<'l, str>),
    /// An array or an object.
    Nested,
}

/// The fields a line may have; others are passed over, and of a field given twice the last counts.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Sent<'l> {
    timestamp: Value<'l>,
    message: Value<'l>,
    is_system: Value<'l>,
    is_std_err: Value<'l>,
    service_id: Value<'l>,
    uuid: Value<'l>,
}

/// Any JSON where a line should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row<'l> {
    Line(Box<Sent<'l>>),
    NoLine,
}

impl Sent<'_> {
    /// Whether a batch may hold it: every field is of its type or absent.
    pub(crate) fn fits_a_batch(&self) -> bool {
        let flag = |value: &Value<'_>| matches!(value, Value::Absent | Value::Bool(_));
        matches!(self.timestamp, Value::Whole(_) | Value::Fraction(_))
            && matches!(self.message, Value::Text(_))
            && flag(&self.is_system)
            && flag(&self.is_std_err)
            && matches!(self.service_id, Value::Absent | Value::Whole(_) | Value::Fraction(_))
            && matches!(self.uuid, Value::Absent | Value::Text(_))
    }

    /// Whether it is of a device behind this one: such lines are taken and not kept.
    pub(crate) fn is_of_another(&self) -> bool {
        match &self.uuid {
            Value::Absent | Value::Null => false,
            Value::Bool(set) => *set,
            Value::Whole(number) => *number != 0,
            Value::Fraction(number) => *number != 0.0,
            Value::Text(uuid) => !uuid.is_empty(),
            Value::Nested => true,
        }
    }

    /// The line to keep; none when a field it cannot do without does not fit.
    pub(crate) fn line(self) -> Option<DeviceLogLine> {
        let Value::Text(message) = self.message else { return None };
        let timestamp = whole(&self.timestamp).filter(|number| (-SAFE..=SAFE).contains(number))?;
        let service_id = match &self.service_id {
            Value::Absent => None,
            value => Some(whole(value).filter(|number| i32::try_from(*number).is_ok())?),
        };
        Some(DeviceLogLine {
            timestamp,
            message: cut(message),
            is_system: self.is_system == Value::Bool(true),
            is_std_err: self.is_std_err == Value::Bool(true),
            service_id,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is whole and within the bounds")]
fn whole(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Whole(number) => Some(*number),
        Value::Fraction(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => Some(*number as i64),
        _ => None,
    }
}

fn cut(message: Cow<'_, str>) -> String {
    let mut message = message.into_owned();
    // Bytes are never fewer than characters.
    if message.len() > MAX_MESSAGE
        && let Some((at, _)) = message.char_indices().nth(MAX_MESSAGE)
    {
        message.truncate(at);
        message.push_str(CUT);
    }
    message
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'de>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value<'de>, E> {
        Ok(Value::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value<'de>, E> {
        Ok(Value::Whole(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value<'de>, E> {
        Ok(Value::Fraction(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Nested)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Nested)
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyRow;

impl<'de> Visitor<'de> for AnyRow {
    type Value = Row<'de>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a log line")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_str<E>(self, _: &str) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_unit<E>(self) -> Result<Row<'de>, E> {
        Ok(Row::NoLine)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Row<'de>, A::Error> {
        AnyValue.visit_seq(seq).map(|_| Row::NoLine)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let mut sent = Sent::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let field = match &*name {
                "timestamp" => &mut sent.timestamp,
                "message" => &mut sent.message,
                "isSystem" => &mut sent.is_system,
                "isStdErr" => &mut sent.is_std_err,
                "serviceId" => &mut sent.service_id,
                "uuid" => &mut sent.uuid,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *field = map.next_value()?;
        }
        Ok(Row::Line(Box::new(sent)))
    }
}

impl<'de> Deserialize<'de> for Row<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyRow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(json: &str) -> Sent<'_> {
        match serde_json::from_str(json).unwrap() {
            Row::Line(sent) => *sent,
            Row::NoLine => panic!("{json} is an object"),
        }
    }

    #[test]
    fn what_a_stream_keeps_and_what_a_batch_holds() {
        let cases = [
            // the line, whether it fits a batch, whether it is kept
            (r#"{"timestamp":1,"message":"a"}"#, true, true),
            (r#"{"timestamp":1.0,"message":"a","isSystem":true,"color":{"a":[1]}}"#, true, true),
            (r#"{"timestamp":1.5,"message":"a"}"#, true, false),
            (r#"{"timestamp":-62135596800000,"message":""}"#, true, true),
            (r#"{"timestamp":9007199254740991,"message":"a"}"#, true, false),
            (r#"{"timestamp":"1","message":"a"}"#, false, false),
            (r#"{"timestamp":1,"message":5}"#, false, false),
            (r#"{"timestamp":1}"#, false, false),
            (r#"{"timestamp":1,"message":"a","isSystem":1}"#, false, true),
            (r#"{"timestamp":1,"message":"a","isStdErr":null}"#, false, true),
            (r#"{"timestamp":1,"message":"a","serviceId":null}"#, false, false),
            (r#"{"timestamp":1,"message":"a","serviceId":4294967296}"#, true, false),
            (r#"{"timestamp":1,"message":"a","serviceId":7,"uuid":5}"#, false, true),
            (r#"{"timestamp":"x","timestamp":1,"message":"a"}"#, true, true),
        ];
        for (json, fits, kept) in cases {
            assert_eq!(sent(json).fits_a_batch(), fits, "{json}");
            assert_eq!(sent(json).line().is_some(), kept, "{json}");
        }
        assert!(sent(r#"{"uuid":"ab"}"#).is_of_another());
        assert!(!sent(r#"{"uuid":""}"#).is_of_another());
        for json in ["null", "1", "-1", "1.5", "\"a\"", "[{\"message\":\"a\"}]", "true"] {
            assert_eq!(serde_json::from_str::<Row<'_>>(json).unwrap(), Row::NoLine, "{json}");
        }
    }

    #[test]
    fn a_message_is_cut_at_a_character() {
        assert_eq!(cut(Cow::Owned("é".repeat(MAX_MESSAGE))).chars().count(), MAX_MESSAGE);
        assert_eq!(cut(Cow::Owned("é".repeat(MAX_MESSAGE + 1))).chars().count(), MAX_MESSAGE + CUT.len());
    }
}
