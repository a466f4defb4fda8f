//! `PATCH /device/v3/tags`: a device tags itself (devices.md, supervisors from 18 on).

use std::collections::BTreeMap;

use axum::extract::State;
use http::StatusCode;
use odata::{Key, KeyValue, Literal, Query, Request};
use serde_json::{Value, json};
use store::access::Access;
use store::write::{OdataMethod, OdataWrite};

use crate::auth::caller::Key as DeviceKey;
use crate::auth::own;
use crate::http::body::Body;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// The most tags of one request.
const MOST: usize = 100;

/// By uuid, then by the tag's key; a value of null removes the tag.
type Tags = BTreeMap<String, BTreeMap<String, Option<String>>>;

pub(crate) async fn set(
    State(state): State<Shared>,
    DeviceKey(caller): DeviceKey,
    Body(tags): Body<Tags>,
) -> Result<StatusCode, Refusal> {
    if tags.values().map(BTreeMap::len).sum::<usize>() > MOST {
        return Err(Refusal::bad(format!("At most {MOST} tags can be set at once.")));
    }
    for (uuid, tags) in tags {
        let device = own::device(&state, &caller, &uuid).await?;
        for (tag_key, value) in tags {
            let (method, body) = match value {
                Some(value) => (OdataMethod::Put, json!({ "value": value })),
                None => (OdataMethod::Delete, Value::Null),
            };
            let write = OdataWrite { method, request: one(device, tag_key), body };
            // As the platform: the device was found to be the caller's own.
            let written = state.store.odata_write(Access::System, write).await?;
            state.publish(&written.changed);
        }
    }
    Ok(StatusCode::OK)
}

fn one(device: i64, tag_key: String) -> Request {
    let mut request: Request = Query::of("device_tag").into();
    let literal = |value| KeyValue::Literal(value);
    request.path.key = Some(Key::Natural(vec![
        ("device".to_owned(), literal(Literal::Integer(device))),
        ("tag_key".to_owned(), literal(Literal::Text(tag_key))),
    ]));
    request
}
