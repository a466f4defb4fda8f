//! A JSON body as columns: every name must be a field that may be set, every value of its kind.

use model::timestamp::Timestamp;
use odata::{Key, KeyValue, Literal, Request};
use rusqlite::types::Value;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::model_description::resource::{Field, Kind, Resource, Write};

use super::values::Values;

/// The longest text of a field, in bytes; a value of a variable may have 100 000 characters.
const LONGEST: usize = 512 * 1024;

pub(super) fn read(resource: &Resource, body: &Json, is_creation: bool) -> Result<Values, StoreError> {
    let Json::Object(members) = body else {
        return Err(StoreError::bad_request("The body must be a JSON object."));
    };
    let mut values = Values::default();
    for (name, json) in members {
        let field = resource
            .field(name)
            .ok_or_else(|| StoreError::bad_request(format!("The resource {} has no field {name}.", resource.name)))?;
        let may_set = field.write == Write::Always || (is_creation && field.write == Write::OnCreate);
        if !may_set {
            return Err(StoreError::bad_request(format!("{}.{name} cannot be set.", resource.name)));
        }
        values.set(field.name, value(field, json)?);
    }
    Ok(values)
}

fn value(field: &Field, json: &Json) -> Result<Value, StoreError> {
    let wrong = |wanted: &str| StoreError::bad_request(format!("\"{}\" must be {wanted}.", field.name));
    if json.is_null() {
        return Ok(Value::Null);
    }
    Ok(match field.kind {
        Kind::Integer => Value::Integer(json.as_i64().ok_or_else(|| wrong("a whole number"))?),
        Kind::BigInteger => {
            let number = json.as_i64().or_else(|| json.as_str().and_then(|text| text.parse().ok()));
            Value::Integer(number.ok_or_else(|| wrong("a whole number"))?)
        }
        Kind::Text => {
            let text = json.as_str().ok_or_else(|| wrong("text"))?;
            if text.len() > LONGEST {
                return Err(wrong("shorter"));
            }
            Value::Text(text.to_owned())
        }
        Kind::Boolean => Value::Integer(i64::from(json.as_bool().ok_or_else(|| wrong("true or false"))?)),
        Kind::Timestamp => {
            let moment = json.as_str().and_then(|text| text.parse::<Timestamp>().ok()).map(Timestamp::millis);
            Value::Integer(moment.or_else(|| json.as_i64()).ok_or_else(|| wrong("a time in ISO 8601"))?)
        }
        Kind::Json => Value::Text(json.to_string()),
        Kind::Reference(_) => {
            let id = json.as_i64().or_else(|| json.get("__id").and_then(Json::as_i64));
            Value::Integer(id.ok_or_else(|| wrong("the id of a row"))?)
        }
    })
}

/// The fields of a natural key, which a PUT sets as if they stood in its body.
pub(super) fn read_key(resource: &Resource, request: &Request, values: &mut Values) -> Result<(), StoreError> {
    let Some(Key::Natural(parts)) = &request.path.key else {
        return Err(StoreError::bad_request("A PUT needs a natural key."));
    };
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
            Literal::Text(text) | Literal::DateTime(text) => Json::from(text.as_str()),
            Literal::Integer(number) => Json::from(*number),
            Literal::Bool(truth) => Json::from(*truth),
            Literal::Number(_) | Literal::Null => {
                return Err(StoreError::bad_request(format!("{name} has no value that fits.")));
            }
        };
        values.set(field.name, value(field, &json)?);
    }
    Ok(())
}
