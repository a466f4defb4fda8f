//! Any write of the API: rows of OData, and what a device's supervisor is asked.

use super::quote::{javascript, shell};
use super::value::{Fields, Value, javascript as object, json};
use super::written::SameAs;

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// A new one.
    New,
    Id(i64),
    /// By a natural key: `device_tag(device=1,tag_key='site')`.
    Key(Fields),
    /// All of these numbers.
    Ids(Vec<i64>),
}

impl Rows {
    fn path(&self) -> String {
        match self {
            Self::New => String::new(),
            Self::Id(id) => format!("({id})"),
            Self::Key(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, value)| format!("{name}={}", value.literal())).collect();
                format!("({})", parts.join(","))
            }
            Self::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!("?\\$filter=id%20in%20({})", ids.join(","))
            }
        }
    }

    fn options(&self) -> String {
        match self {
            Self::New => String::new(),
            Self::Id(id) => format!(", id: {id}"),
            Self::Key(parts) => format!(", id: {}", object(parts)),
            Self::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!(", options: {{ $filter: {{ id: {{ $in: [{}] }} }} }}", ids.join(", "))
            }
        }
    }
}

fn curl(method: &str, path: &str, body: Option<&str>) -> String {
    let body =
        body.map(|body| format!(" -H 'Content-Type: application/json' --data {}", shell(body))).unwrap_or_default();
    format!("curl -X {method} \"$BALENA_API{path}\" -H \"Authorization: Bearer $TOKEN\"{body}")
}

/// Sets fields of rows.
pub fn patch(resource: &str, rows: &Rows, fields: &[(&'static str, Value)]) -> SameAs {
    SameAs {
        http: curl("PATCH", &format!("/v7/{resource}{}", rows.path()), Some(&json(fields))),
        sdk: format!(
            "await balena.pine.patch({{ resource: {}{}, body: {} }});",
            javascript(resource),
            rows.options(),
            object(fields)
        ),
        cli: None,
    }
}

/// Makes a row.
pub fn post(resource: &str, fields: &[(&'static str, Value)]) -> SameAs {
    SameAs {
        http: curl("POST", &format!("/v7/{resource}"), Some(&json(fields))),
        sdk: format!("await balena.pine.post({{ resource: {}, body: {} }});", javascript(resource), object(fields)),
        cli: None,
    }
}

/// Makes the row of a natural key, or changes it.
pub fn upsert(resource: &str, key: Fields, fields: &[(&'static str, Value)]) -> SameAs {
    let sdk = format!(
        "await balena.pine.upsert({{ resource: {}, id: {}, body: {} }});",
        javascript(resource),
        object(&key),
        object(fields)
    );
    SameAs {
        http: curl("PUT", &format!("/v7/{resource}{}", Rows::Key(key).path()), Some(&json(fields))),
        sdk,
        cli: None,
    }
}

/// Takes rows away.
pub fn delete(resource: &str, rows: &Rows) -> SameAs {
    SameAs {
        http: curl("DELETE", &format!("/v7/{resource}{}", rows.path()), None),
        sdk: format!("await balena.pine.delete({{ resource: {}{} }});", javascript(resource), rows.options()),
        cli: None,
    }
}

/// Calls what is no row of OData; `path` begins with a slash. Without fields no body is sent.
pub fn call(method: &str, path: &str, fields: &[(&'static str, Value)]) -> SameAs {
    let written = (!fields.is_empty()).then(|| json(fields));
    let body = if fields.is_empty() { String::new() } else { format!(", body: {}", object(fields)) };
    SameAs {
        http: curl(method, path, written.as_deref()),
        sdk: format!(
            "await balena.request.send({{ method: {}, baseUrl: await balena.settings.get('apiUrl'), url: {}{body} }});",
            javascript(method),
            javascript(path)
        ),
        cli: None,
    }
}

/// Asks the supervisor of a device; `path` begins with its version: `v1/reboot`.
pub fn supervisor(path: &str, uuid: &str, data: Fields) -> SameAs {
    let mut body: Fields = vec![("uuid", uuid.into())];
    if !data.is_empty() {
        body.push(("data", Value::Object(data)));
    }
    call("POST", &format!("/supervisor/{path}"), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_quotes_passes_through_all_three() {
        let key: Fields = vec![("device", 7.into()), ("tag_key", "o'clock".into())];
        let same = upsert("device_tag", key, &[("value", "it's \"$5\"".into())]);
        assert_eq!(
            same.http,
            "curl -X PUT \"$BALENA_API/v7/device_tag(device=7,tag_key=%27o%27%27clock%27)\" \
             -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \
             --data '{\"value\":\"it'\\''s \\\"$5\\\"\"}'"
        );
        assert_eq!(
            same.sdk,
            "await balena.pine.upsert({ resource: 'device_tag', id: { device: 7, tag_key: 'o\\'clock' }, \
             body: { value: 'it\\'s \"$5\"' } });"
        );
    }

    #[test]
    fn many_rows_are_one_filter() {
        let same = patch("device", &Rows::Ids(vec![1, 2]), &[("is_pinned_on__release", Value::Null)]);
        assert!(same.http.contains("\"$BALENA_API/v7/device?\\$filter=id%20in%20(1,2)\""), "{}", same.http);
        assert!(same.sdk.contains("options: { $filter: { id: { $in: [1, 2] } } }"), "{}", same.sdk);
        assert!(delete("device", &Rows::Id(3)).http.ends_with("/v7/device(3)\" -H \"Authorization: Bearer $TOKEN\""));
    }
}
