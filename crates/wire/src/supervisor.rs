//! Asking a device's supervisor through the API: `POST /supervisor/<path>` (balena-api.md §9).

use serde::{Deserialize, Serialize};

/// The body of `POST /supervisor/<path>`: whom to ask, and what to pass on. Exactly one of the three addresses is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SupervisorRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<i64>,
    /// The method at the supervisor; `POST` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The body for the supervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<SupervisorData>,
}

/// What supervisor routes take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SupervisorData {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<i64>,
    /// Ignore update locks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

/// The supervisor's own answer to `/v1/*`: `{"Data":"OK","Error":null}`, or 423 with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SupervisorAnswer {
    #[serde(default)]
    pub data: String,
    #[serde(default)]
    pub error: Option<String>,
}

/// One device's answer where several were asked (207).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAnswer {
    pub status_code: u16,
    pub body: serde_json::Value,
}
