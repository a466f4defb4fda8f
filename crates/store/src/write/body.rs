//! A JSON body as columns: every name must be a field that may be set, every value of its kind.

use model::timestamp::Timestamp;
use odata::{Key, KeyValue, Literal, Request};
use rusqlite::types::Value;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::model_description::resource::{Field, Kind, Resource, Write};

use super::values::Values;

/// The greatest whole number JavaScript counts exactly.
const GREATEST: i64 = (1 << 53) - 1;

pub(super) fn read(resource: &Resource, body: &Json, is_creation: bool) -> Result<Values, StoreError> {
    let Json::Object(members) = body else {
        return Err(StoreError::WrongType { field: "body", wanted: "a JSON object" });
    };
    let mut values = Values::default();
    for (name, json) in members {
        if is_made_here(resource, name, is_creation) {
            continue;
        }
        let field = resource
            .field(name)
            .ok_or_else(|| StoreError::bad_request(format!("The resource {} has no field {name}.", resource.name)))?;
        let may_set =
            name == "created_at" || field.write == Write::Always || (is_creation && field.write == Write::OnCreate);
        if !may_set {
            return Err(StoreError::bad_request(format!("{}.{name} cannot be set.", resource.name)));
        }
        values.set(field.name, value(field, json)?);
    }
    Ok(values)
}

/// Ids and times of a new row, and what a release is called, may stand in a body; they say nothing.
fn is_made_here(resource: &Resource, name: &str, is_creation: bool) -> bool {
    match name {
        "id" => is_creation,
        "modified_at" => true,
        "raw_version" | "version" => resource.name == "release",
        _ => false,
    }
}

/// What the balena API takes for each kind: numbers also as text, truth values also as 0 and 1, times as anything
/// JavaScript reads as one.
fn value(field: &Field, json: &Json) -> Result<Value, StoreError> {
    let wrong = |wanted| StoreError::WrongType { field: field.name, wanted };
    if json.is_null() {
        return if field.is_required { Err(wrong("set")) } else { Ok(Value::Null) };
    }
    Ok(match field.kind {
        Kind::Integer => Value::Integer(integer(json).ok_or_else(|| wrong("a whole number"))?),
        Kind::BigInteger => {
            let number = json.as_i64().or_else(|| json.as_str().and_then(|text| text.trim().parse().ok()));
            Value::Integer(number.ok_or_else(|| wrong("a whole number"))?)
        }
        Kind::Text => {
            let text = json.as_str().ok_or_else(|| wrong("text"))?;
            if field.length.column.is_some_and(|most| text.encode_utf16().count() > most) {
                return Err(wrong("at most 255 characters"));
            }
            Value::Text(text.to_owned())
        }
        Kind::Boolean => Value::Integer(i64::from(boolean(json).ok_or_else(|| wrong("true or false"))?)),
        Kind::Timestamp => Value::Integer(moment(json).ok_or_else(|| wrong("a time in ISO 8601"))?),
        Kind::Json if json.is_object() || json.is_array() => Value::Text(json.to_string()),
        Kind::Json => return Err(wrong("an object or an array")),
        Kind::WebResource if is_file(json) => {
            return Err(StoreError::rule("Use multipart requests to upload a file."));
        }
        Kind::WebResource => return Err(wrong("a file")),
        Kind::Reference(_) => Value::Integer(integer(json).ok_or_else(|| wrong("the id of a row"))?),
    })
}

/// What the balena API would write down of a file.
fn is_file(json: &Json) -> bool {
    let Json::Object(members) = json else { return false };
    let is_whole = members.iter().all(|(name, value)| match name.as_str() {
        "filename" | "href" | "content_type" | "content_disposition" | "checksum" => value.is_string(),
        "size" => value.is_i64() || value.is_u64(),
        _ => false,
    });
    is_whole && members.contains_key("filename") && members.contains_key("href")
}

/// Text counts as the number it begins with.
fn integer(json: &Json) -> Option<i64> {
    let number = match json {
        Json::String(text) => {
            let text = text.trim_start();
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let end = text.len() - digits.len() + digits.bytes().take_while(u8::is_ascii_digit).count();
            text.get(..end)?.parse().ok()?
        }
        json => json.as_i64().or_else(|| json.as_f64().and_then(whole))?,
    };
    (-GREATEST..=GREATEST).contains(&number).then_some(number)
}

/// `3.0` is 3.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0).then(|| format!("{number:.0}").parse().ok())?
}

fn boolean(json: &Json) -> Option<bool> {
    match json {
        Json::Bool(truth) => Some(*truth),
        Json::Number(number) => match number.as_i64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        Json::String(text) => match text.as_str() {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        },
        _ => None,
    }
}

fn moment(json: &Json) -> Option<i64> {
    match json {
        Json::String(text) => {
            let read = text.parse::<Timestamp>().ok().map(Timestamp::millis);
            read.or_else(|| text.trim().parse().ok()).or_else(|| date(text))
        }
        json => json.as_i64().or_else(|| json.as_f64().and_then(|number| whole(number.trunc()))),
    }
}

/// A day alone is its beginning.
fn date(text: &str) -> Option<i64> {
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    is_day.then(|| format!("{text}T00:00:00Z").parse::<Timestamp>().ok().map(Timestamp::millis))?
}

/// The fields of a natural key, which a PUT sets as if they stood in its body; none for an id or no key.
pub(super) fn read_key(resource: &Resource, request: &Request, values: &mut Values) -> Result<(), StoreError> {
    let Some(Key::Natural(parts)) = &request.path.key else { return Ok(()) };
    for (name, part) in parts {
        let literal = match part {
            KeyValue::Literal(literal) => Some(literal),
            KeyValue::Alias(alias) => request.aliases.get(alias),
        };
        let field = resource.field(name).filter(|field| field.write != Write::Never);
        let (Some(field), Some(literal)) = (field, literal) else {
            return Err(StoreError::bad_request(format!("{name} cannot be part of this key.")));
        };
        let json = match literal {
            Literal::Text(text) | Literal::DateTime(text) | Literal::Date(text) => Json::from(text.as_str()),
            Literal::Integer(number) => Json::from(*number),
            Literal::Bool(truth) => Json::from(*truth),
            Literal::Number(_) | Literal::Null | Literal::Duration(_) => {
                return Err(StoreError::bad_request(format!("{name} has no value that fits.")));
            }
        };
        values.set(field.name, value(field, &json)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::model_description;

    fn read_of(resource: &str, body: &Json) -> Result<Values, StoreError> {
        read(model_description::resource(resource).unwrap(), body, true)
    }

    #[test]
    fn values_are_taken_as_generously_as_the_api_takes_them() {
        let values = read_of(
            "release",
            &json!({"is_invalidated": "1", "end_timestamp": "1700000000000",
            "start_timestamp": "2026-01-01", "belongs_to__application": "12abc", "contract": []}),
        )
        .unwrap();
        assert_eq!(values.integer("is_invalidated"), Some(1));
        assert_eq!(values.integer("end_timestamp"), Some(1_700_000_000_000));
        assert_eq!(values.integer("start_timestamp"), Some(1_767_225_600_000));
        assert_eq!(values.integer("belongs_to__application"), Some(12));
        for (resource, body) in [
            ("release", json!({"is_invalidated": "true"})),
            ("release", json!({"is_final": null})),
            ("release", json!({"composition": "{}"})),
            ("release", json!({"end_timestamp": "yesterday"})),
            ("release", json!({"belongs_to__application": "x"})),
            ("device", json!({"cpu_usage": 1.5})),
            ("device", json!({"device_name": 5})),
            ("device", json!({"device_name": "x".repeat(256)})),
            ("device_tag", json!([])),
        ] {
            assert!(matches!(read_of(resource, &body), Err(StoreError::WrongType { .. })), "{body}");
        }
        assert!(matches!(read_of("device", &json!({"nope": 1})), Err(StoreError::BadRequest { .. })));
        let file = json!({"asset": {"filename": "a", "href": "b", "size": 1}});
        assert!(matches!(read_of("release_asset", &file), Err(StoreError::Rule { .. })));
        let no_file = json!({"asset": {"filename": "a", "href": 5}});
        assert!(matches!(read_of("release_asset", &no_file), Err(StoreError::WrongType { .. })));
        let made = json!({"id": 7, "created_at": "2026-01-01", "modified_at": 5, "tag_key": "a"});
        assert_eq!(read_of("device_tag", &made).unwrap().0.keys().collect::<Vec<_>>(), [&"created_at", &"tag_key"]);
    }

    proptest! {
        #[test]
        fn no_value_is_taken_for_something_else(number in any::<f64>(), text in ".*") {
            for json in [json!(number), json!(text)] {
                if let Ok(values) = read_of("device", &json!({"cpu_usage": json})) {
                    let taken = values.integer("cpu_usage").map_or(0, i64::abs);
                    prop_assert!(taken <= GREATEST);
                }
            }
        }
    }
}
