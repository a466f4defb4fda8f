//! Asking a device's supervisor through the API: `POST /supervisor/<path>` (balena-api.md §9).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

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

/// What supervisor routes take. Numbers may come as text: balena's SDK writes a fleet's that way when it purges one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SupervisorData {
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "number")]
    pub app_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "number")]
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

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Plain(i64),
        Text(String),
    }
    match Option::<Number>::deserialize(from)? {
        None => Ok(None),
        Some(Number::Plain(number)) => Ok(Some(number)),
        Some(Number::Text(text)) => text.parse().map(Some).map_err(|_| D::Error::custom("this is no number")),
    }
}

#[cfg(test)]
mod tests {
    use super::SupervisorData;

    #[test]
    fn a_number_may_come_as_text() {
        let read =
            |text: &str| serde_json::from_str::<SupervisorData>(text).ok().map(|data| (data.app_id, data.image_id));
        assert_eq!(read(r#"{"appId":"12","imageId":3}"#), Some((Some(12), Some(3))));
        assert_eq!(read(r#"{"appId":null}"#), Some((None, None)));
        assert_eq!(read(r#"{"appId":"greenhouse"}"#), None);
    }
}
