//! Calls with the device's own key.

use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::{Body, Method, StatusCode};
use serde_json::json;
use wire::device_state::{DeviceTarget, StateReport, TargetState};
use wire::log_line::{LOG_OFFSET_HEADER, LOG_SESSION_HEADER};

use super::client::{Api, ApiError, json, read, send};

/// An answer to a poll.
#[derive(Debug)]
pub(crate) enum Polled {
    /// What it was (304).
    Unchanged,
    /// The target, and the `ETag` to send with the next poll.
    Target(Box<DeviceTarget>, Option<String>),
}

impl Api {
    /// `GET /device/v3/:uuid/state`: the target state, and the device's heartbeat.
    pub(crate) async fn poll(&self, uuid: &str, etag: Option<&str>) -> Result<Polled, ApiError> {
        let mut request = self.request(Method::GET, &format!("/device/v3/{uuid}/state"));
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let answer = send(request).await?;
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(Polled::Unchanged);
        }
        let etag = answer.headers().get(ETAG).and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let mut state: TargetState = json(answer).await?;
        let target =
            state.remove(uuid).ok_or_else(|| ApiError::Unreadable("another device's target state".to_owned()))?;
        Ok(Polled::Target(Box::new(target), etag))
    }

    /// `PATCH /device/v3/state`.
    pub(crate) async fn report(&self, report: &StateReport) -> Result<(), ApiError> {
        send(self.request(Method::PATCH, "/device/v3/state").json(report)).await.map(drop)
    }

    /// `POST /device/v2/:uuid/log-stream`: answered when the body has ended.
    pub(crate) async fn send_logs(&self, uuid: &str, session: &str, offset: u64, body: Body) -> Result<(), ApiError> {
        let request = self
            .request(Method::POST, &format!("/device/v2/{uuid}/log-stream"))
            .header("content-type", "application/x-ndjson")
            .header(LOG_SESSION_HEADER, session)
            .header(LOG_OFFSET_HEADER, offset.to_string())
            .body(body);
        send(request).await.map(drop)
    }

    /// `GET /auth/v1/public-keys/:username`: OpenSSH public keys, one a line. The name must be safe in a path.
    pub(crate) async fn public_keys(&self, username: &str) -> Result<String, ApiError> {
        let answer = send(self.request(Method::GET, &format!("/auth/v1/public-keys/{username}"))).await?;
        let text = read(answer, 256 * 1_024).await?;
        String::from_utf8(text).map_err(|_| ApiError::Unreadable("keys that are not text".to_owned()))
    }

    /// Gives the device a name.
    pub(crate) async fn rename(&self, device: i64, name: &str) -> Result<(), ApiError> {
        let body = json!({ "device_name": name });
        send(self.request(Method::PATCH, &format!("/v7/device({device})")).json(&body)).await.map(drop)
    }
}
