//! A device's config.json with a fresh provisioning key: `POST /download-config` (balena-api.md §4).

use serde::Serialize;

/// What is asked for. The answer is the file, whose `apiKey` is told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DownloadConfig {
    /// The fleet.
    pub app_id: i64,
    /// Of the host OS: `6.5.39`.
    pub version: String,
    /// A slug; the fleet's own when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// `ethernet` or `wifi`.
    pub network: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wifi_ssid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wifi_key: Option<String>,
    /// Minutes between polls.
    pub app_update_poll_interval: u32,
    pub development_mode: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioning_key_name: Option<String>,
    /// ISO 8601; none: the key does not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisioning_key_expiry_date: Option<String>,
}
