//! What `/download-config` is asked: query and body together, checked in the order of the balena API.

use http::StatusCode;
use model::os_version::OsVersion;
use model::timestamp::Timestamp;
use serde_json::{Map, Value};

use crate::http::refusal::Refusal;

/// The kinds a field may have.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    TextOrNull,
    TextOrNumber,
    TextOrNumberOrNull,
    TextOrBoolean,
}

const KINDS: [(&str, Kind); 19] = [
    ("version", Kind::TextOrNull),
    ("fileType", Kind::TextOrNull),
    ("appId", Kind::TextOrNumberOrNull),
    ("releaseId", Kind::TextOrNumberOrNull),
    ("hostname", Kind::TextOrNull),
    ("deviceType", Kind::TextOrNull),
    ("imageType", Kind::TextOrNull),
    ("developmentMode", Kind::TextOrBoolean),
    ("appUpdatePollInterval", Kind::TextOrNumber),
    ("network", Kind::Text),
    ("wifiSsid", Kind::Text),
    ("wifiKey", Kind::Text),
    ("ip", Kind::Text),
    ("gateway", Kind::Text),
    ("netmask", Kind::Text),
    ("secureboot", Kind::TextOrBoolean),
    ("provisioningKeyName", Kind::TextOrNull),
    ("provisioningKeyDescription", Kind::TextOrNull),
    ("provisioningKeyExpiryDate", Kind::TextOrNull),
];

/// How the provisioning key is called, and how long it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyWish {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) expiry_date: Option<Timestamp>,
}

/// A request that makes sense by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    pub(crate) fleet: i64,
    pub(crate) version: String,
    pub(crate) device_type: Option<String>,
    pub(crate) key: KeyWish,
    /// Name and passphrase of the network, as far as they are said; None: no wifi.
    pub(crate) wifi: Option<(Option<String>, Option<String>)>,
    /// Milliseconds.
    pub(crate) poll_interval: i64,
    pub(crate) is_development: bool,
    pub(crate) secureboot: bool,
}

/// The fields in the query: each once, as text.
pub(crate) fn from_query(query: Vec<(String, String)>) -> Result<Map<String, Value>, Refusal> {
    let mut fields = Map::new();
    for (name, value) in query {
        let name = name.split_once('[').map_or(name.as_str(), |(name, _)| name).to_owned();
        let is_known = KINDS.iter().any(|(known, _)| *known == name);
        if fields.insert(name, value.into()).is_some() && is_known {
            return Err(wrong());
        }
    }
    Ok(fields)
}

/// The fields in the body, each of its kind.
pub(crate) fn from_body(body: Value) -> Result<Map<String, Value>, Refusal> {
    let Value::Object(fields) = body else { return Err(wrong()) };
    let fits = |(name, kind): &(&str, Kind)| match (fields.get(*name), kind) {
        (None | Some(Value::String(_)), _)
        | (Some(Value::Null), Kind::TextOrNull | Kind::TextOrNumberOrNull)
        | (Some(Value::Number(_)), Kind::TextOrNumber | Kind::TextOrNumberOrNull)
        | (Some(Value::Bool(_)), Kind::TextOrBoolean) => true,
        (Some(_), _) => false,
    };
    if KINDS.iter().all(fits) { Ok(fields) } else { Err(wrong()) }
}

/// A field of the wrong kind is refused without a word.
fn wrong() -> Refusal {
    Refusal::Empty(StatusCode::BAD_REQUEST)
}

/// Reads the fields. The fleet and the device type are looked for after this.
pub(crate) fn read(fields: &Map<String, Value>) -> Result<Asked, Refusal> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let fleet = fields.get("appId").and_then(whole).filter(|id| *id != 0);
    let fleet = fleet.ok_or_else(|| Refusal::bad("An appId is required."))?;
    let version = text("version").filter(|version| !version.is_empty());
    let version = version.ok_or_else(|| Refusal::bad("A version is required."))?;
    let expiry_date = match text("provisioningKeyExpiryDate") {
        None => None,
        Some(date) => Some(date.trim().parse().map_err(|_| Refusal::bad("Key expiry date should be a valid date"))?),
    };
    let own = |name: &str, default: &str| text(name).unwrap_or(default).to_owned();
    let key = KeyWish {
        name: own("provisioningKeyName", "Automatically generated provisioning key"),
        description: own("provisioningKeyDescription", "Automatically generated for a config file generation"),
        expiry_date,
    };
    let is_wifi = text("network") == Some("wifi");
    Ok(Asked {
        fleet,
        version: version.to_owned(),
        device_type: text("deviceType").map(str::to_owned),
        key,
        wifi: is_wifi.then(|| (text("wifiSsid").map(str::to_owned), text("wifiKey").map(str::to_owned))),
        poll_interval: poll_interval(fields.get("appUpdatePollInterval"))?,
        is_development: fields
            .get("developmentMode")
            .map_or_else(|| version.rsplit_once('.').is_some_and(|(_, last)| last == "dev"), is_yes),
        secureboot: fields.get("secureboot").is_some_and(is_yes),
    })
}

/// Which OS versions can be configured: not the oldest, and none that is no version.
pub(crate) fn check_version(version: &str) -> Result<(), Refusal> {
    let parsed = OsVersion::parse(version);
    let is_old = parsed.as_ref().is_none_or(|version| {
        !version.is_at_least(1, 2, 0)
            || (version.is_at_least(1, 2, 0) && !version.is_at_least(1, 2, 1) && version.revision() == 0)
    });
    if is_old {
        return Err(Refusal::bad("balenaOS versions <= 1.2.0 are no longer supported, please update"));
    }
    // These enter a fleet with a key that acts as a person, which no server makes any more.
    if !parsed.is_some_and(|version| version.is_at_least(2, 7, 8)) {
        return Err(Refusal::not_found("Role 'user-api-key' not found"));
    }
    Ok(())
}

/// A whole number, or one written as text; one that no fleet can have stands for a fleet that is not there.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => Some(number.as_i64().unwrap_or(-1)),
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| text.parse().unwrap_or(-1))
        }
        _ => None,
    }
}

/// Minutes, as milliseconds; one minute when it is not said, or is no number.
fn poll_interval(minutes: Option<&Value>) -> Result<i64, Refusal> {
    const MINUTE: f64 = 60_000.0;
    let minutes = match minutes {
        Some(Value::Number(number)) => number.as_f64().unwrap_or_default(),
        // As much of it as is a whole number.
        Some(Value::String(text)) => {
            let text = text.trim_start();
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text).bytes().take_while(u8::is_ascii_digit).count();
            let sign = text.len() - text.strip_prefix(['-', '+']).unwrap_or(text).len();
            text.get(..sign + digits).and_then(|number| number.parse().ok()).unwrap_or_default()
        }
        _ => 0.0,
    };
    let millis = minutes * MINUTE;
    if millis < 0.0 {
        return Err(Refusal::bad("Validation: appUpdatePollInterval must be greater than or equal to 0"));
    }
    if millis > 8_640_000_000_000.0 {
        return Err(Refusal::bad("appUpdatePollInterval: a device asks at least once in a hundred years"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
    let millis = millis.round() as i64;
    Ok(if millis == 0 { 60_000 } else { millis })
}

fn is_yes(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::String(text) => matches!(text.as_str(), "true" | "on" | "1"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: Value) -> String {
        let read = from_body(body).and_then(|fields| read(&fields));
        match read {
            Err(Refusal::Empty(status)) => status.as_str().to_owned(),
            Err(Refusal::Says(_, sentence)) => sentence,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn wrong_kinds_come_first_then_the_fleet_then_the_version_then_the_key() {
        for body in [
            json!([]),
            json!({ "appId": true }),
            json!({ "appId": 1, "version": 6 }),
            json!({ "developmentMode": null }),
            json!({ "network": ["wifi"] }),
            json!({ "appUpdatePollInterval": false }),
        ] {
            assert_eq!(refusal(body.clone()), "400", "{body}");
        }
        assert_eq!(refusal(json!({ "appId": "5x" })), "An appId is required.");
        assert_eq!(refusal(json!({ "appId": 0, "version": "" })), "An appId is required.");
        let undated = json!({ "appId": 1, "provisioningKeyExpiryDate": "soon" });
        assert_eq!(refusal(undated.clone()), "A version is required.");
        let mut dated = undated;
        dated["version"] = "6.5.0".into();
        assert_eq!(refusal(dated), "Key expiry date should be a valid date");
        assert!(from_query(vec![("appId".to_owned(), "1".to_owned()), ("appId".to_owned(), "2".to_owned())]).is_err());
    }

    #[test]
    fn what_is_not_said_has_its_defaults() {
        let asked = |body: Value| read(&from_body(body).unwrap()).unwrap();
        let plain = asked(json!({ "appId": "7", "version": "6.5.0", "wifiSsid": "ignored without wifi" }));
        assert_eq!((plain.fleet, plain.poll_interval, plain.wifi.clone()), (7, 60_000, None));
        assert_eq!((plain.is_development, plain.secureboot), (false, false));
        assert_eq!(plain.key.name, "Automatically generated provisioning key");
        let wifi = json!({
            "appId": 7, "version": "6.5.0+rev1.dev", "network": "wifi", "wifiSsid": "lab", "secureboot": "on",
            "appUpdatePollInterval": "5 minutes", "provisioningKeyExpiryDate": "2030-01-01",
        });
        let wifi = asked(wifi);
        assert_eq!((wifi.poll_interval, wifi.wifi), (300_000, Some((Some("lab".to_owned()), None))));
        assert_eq!((wifi.is_development, wifi.secureboot), (true, true));
        assert_eq!(wifi.key.expiry_date.unwrap().to_string(), "2030-01-01T00:00:00.000Z");
        assert!(!asked(json!({ "appId": 7, "version": "6.5.0.dev", "developmentMode": "no" })).is_development);
    }

    #[test]
    fn old_versions_and_what_is_none_cannot_be_configured() {
        let says = |version: &str| match check_version(version) {
            Err(Refusal::Says(status, _)) => status.as_u16(),
            _ => 200,
        };
        for (version, status) in [
            ("1.2.0", 400),
            ("1.0.0", 400),
            ("latest", 400),
            ("6.5", 400),
            ("1.2.1", 404),
            ("2.7.7", 404),
            ("2.7.8", 200),
            ("balenaOS 6.5.0+rev2", 200),
        ] {
            assert_eq!(says(version), status, "{version}");
        }
    }
}
