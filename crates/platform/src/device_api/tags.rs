//! `PATCH /device/v3/tags`: a device tags itself (devices.md, supervisors from 18 on).

use std::collections::BTreeMap;

use axum::extract::State;
use http::StatusCode;
use odata::{Key, KeyValue, Literal, Query, Request};
use serde_json::{Value, json};
use store::access::Access;
use store::doer::Doer;
use store::write::{OdataMethod, OdataWrite};

use crate::auth::caller::Maybe;
use crate::device_api::reporter;
use crate::http::body::Shaped;
use crate::http::refusal::Refusal;
use crate::state::Shared;

/// The most tags of one request.
const MOST: usize = 1_000;
/// The longest key a column of the API takes; the rule of tags is shorter, and says so.
const LONGEST_KEY: usize = 255;

/// By the tag's key.
type Tags = BTreeMap<String, String>;

pub(crate) async fn set(
    State(state): State<Shared>,
    Maybe(caller): Maybe,
    Shaped(body): Shaped<Value>,
) -> Result<StatusCode, Refusal> {
    let devices = reporter::all_known(&state, &body).await?;
    let caller = reporter::with_key(caller)?;
    let tags = read(&body).ok_or(Refusal::Empty(StatusCode::BAD_REQUEST))?;
    let count = tags.values().map(BTreeMap::len).sum::<usize>();
    if count == 0 {
        return Err(Refusal::bad("No tags were sent to be updated."));
    }
    if count > MOST {
        return Err(Refusal::bad(format!("At most {MOST} tags can be set at once.")));
    }
    for device in &devices {
        if !reporter::may_report(&state, &caller, device).await? {
            return Err(Refusal::Unauthorized);
        }
    }
    let mut writes = Vec::new();
    for device in devices {
        let Some(tags) = tags.get(&device.uuid) else { continue };
        for (tag_key, value) in tags {
            let request = one(device.id, tag_key.clone());
            writes.push(OdataWrite { method: OdataMethod::Put, request, body: json!({ "value": value }) });
        }
    }
    // As the platform: the devices were found to be the caller's to speak for.
    let written = state.store.odata_writes(Doer::Device, Access::System, writes).await?;
    state.publish(&written);
    Ok(StatusCode::OK)
}

/// By uuid: every value an object of texts under keys a tag may have.
fn read(body: &Value) -> Option<BTreeMap<String, Tags>> {
    let tags: BTreeMap<String, Tags> = serde_json::from_value(body.clone()).ok()?;
    tags.values().flat_map(BTreeMap::keys).all(|key| is_key(key)).then_some(tags)
}

fn is_key(key: &str) -> bool {
    let is_reserved = ["io.resin.", "io.balena."].iter().any(|reserved| key.starts_with(reserved));
    !is_reserved && !key.contains(char::is_whitespace) && key.chars().count() <= LONGEST_KEY
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
