//! Which configuration variables there are, and what they take: `GET /config/vars[?deviceType=…]` (balena-api.md §6.6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::endpoint::{Endpoint, Method};

/// What a front end needs to offer configuration variables. All but the reserved names is advice: the API itself
/// looks only at the prefix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigVars {
    /// Names no environment variable may have.
    pub reserved_names: Vec<String>,
    /// How no environment variable may begin, and every configuration variable does.
    pub reserved_namespaces: Vec<String>,
    /// What makes an environment variable's name invalid, as JavaScript writes a regular expression: `/^\d|\W/`.
    pub invalid_regex: String,
    /// The same for configuration variables.
    pub config_var_invalid_regex: String,
    /// Names that may be offered.
    pub white_listed_names: Vec<String>,
    /// Beginnings of names that may be offered.
    pub white_listed_namespaces: Vec<String>,
    /// Names that are set by other means and not shown.
    pub black_listed_names: Vec<String>,
    pub config_var_schema: ConfigVarSchema,
}

/// The variables as a JSON schema (draft 6).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfigVarSchema {
    /// `object`.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "$schema")]
    pub schema: String,
    /// By name.
    pub properties: BTreeMap<String, ConfigVar>,
}

/// One variable. What is not said has no bounds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ConfigVar {
    /// For the person.
    pub description: String,
    /// `integer` or `string`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The values there are.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<Value>>,
    /// The values there are, with names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Choice>>,
    /// What holds when it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// In characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// A regular expression the value matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `data-url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Whether the device restarts to apply it.
    #[serde(rename = "will_reboot", skip_serializing_if = "Option::is_none")]
    pub will_reboot: Option<bool>,
    /// What to know before setting it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// A value with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    #[serde(rename = "const")]
    pub value: Value,
    pub title: String,
}

/// The variables of every device, and those of one device type (or an alias of one) when it is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GetConfigVars {
    /// Its slug.
    pub device_type: Option<String>,
}

impl Endpoint for GetConfigVars {
    const METHOD: Method = Method::Get;
    type Input = ();
    type Output = ConfigVars;

    fn path(&self) -> String {
        match &self.device_type {
            // Slugs have nothing in them that a query would have to escape; anything else names no device type.
            Some(slug) if slug.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) => {
                format!("/config/vars?deviceType={slug}")
            }
            _ => "/config/vars".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_type_is_named_in_the_query() {
        let path = |slug: Option<&str>| GetConfigVars { device_type: slug.map(str::to_owned) }.path();
        assert_eq!(path(None), "/config/vars");
        assert_eq!(path(Some("raspberrypi4-64")), "/config/vars?deviceType=raspberrypi4-64");
        assert_eq!(path(Some("a&b")), "/config/vars");
    }
}
