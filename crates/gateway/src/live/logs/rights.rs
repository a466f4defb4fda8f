//! Asking the API again which devices somebody may read, since a shared stream carries only one reader's rights.

use std::collections::HashSet;
use std::time::Duration;

use axum::body::Body;
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use model::device_uuid::DeviceUuid;
use odata::{Query, field};
use serde::Deserialize;
use wire::navigation::Envelope;

use crate::token::ApiToken;
use crate::upstream::Upstream;

/// Devices in one question: a URL of about 7 KB.
pub(crate) const DEVICES_IN_QUESTION: usize = 100;
const MAX_ANSWER: usize = 64 * 1_024;
const WITHIN: Duration = Duration::from_secs(30);

/// The one field that is asked for.
#[derive(Debug, Deserialize)]
struct Row {
    uuid: String,
}

/// Which of `devices` the token may see; nothing when the API does not say.
pub(crate) async fn seen_by(
    upstream: &dyn Upstream,
    token: &ApiToken,
    devices: &[DeviceUuid],
) -> Option<HashSet<String>> {
    let uuids = devices.iter().map(DeviceUuid::as_str);
    let query = Query::of("device").select(["uuid"]).filter(field("uuid").one_of(uuids));
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal())).ok()?;
    bearer.set_sensitive(true);
    let request = Request::get(format!("/v7{query}")).header(header::AUTHORIZATION, bearer).body(Body::empty()).ok()?;
    let answer = async {
        let response = upstream.request(request).await.ok()?;
        match response.status() {
            StatusCode::OK => {
                let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await.ok()?.to_bytes();
                let rows: Envelope<Vec<Row>> = serde_json::from_slice(&body).ok()?;
                Some(rows.d.into_iter().map(|row| row.uuid).collect())
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Some(HashSet::new()),
            _ => None,
        }
    };
    tokio::time::timeout(WITHIN, answer).await.ok().flatten()
}
