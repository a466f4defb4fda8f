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

fn question(devices: &[DeviceUuid]) -> String {
    let uuids = devices.iter().map(DeviceUuid::as_str);
    format!("/v7{}", Query::of("device").select(["uuid"]).filter(field("uuid").one_of(uuids)))
}

/// Which of `devices` the token may see; nothing when the API does not say.
pub(crate) async fn seen_by(
    upstream: &dyn Upstream,
    token: &ApiToken,
    devices: &[DeviceUuid],
) -> Option<HashSet<String>> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal())).ok()?;
    bearer.set_sensitive(true);
    let request = Request::get(question(devices)).header(header::AUTHORIZATION, bearer).body(Body::empty()).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_many_devices_is_one_that_apis_take() {
        let devices: Vec<DeviceUuid> =
            (0..DEVICES_IN_QUESTION).map(|number| format!("{number:062x}").parse().unwrap()).collect();
        let question = question(&devices);
        assert!(question.parse::<http::Uri>().is_ok());
        assert!(question.len() < 8_000, "{} bytes", question.len());
        assert!(question.starts_with("/v7/device?$select=uuid&$filter=uuid"), "{question}");
    }
}
