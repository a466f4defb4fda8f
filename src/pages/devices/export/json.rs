//! JSON: one object a device, its members the columns.

use std::fmt::Write as _;

use model::timestamp::Timestamp;

use super::value::Value;

/// `{"name":"…"}` without a line end.
pub(super) fn object<'a>(out: &mut String, members: impl IntoIterator<Item = (&'a str, Value)>) {
    out.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        string(out, name);
        out.push(':');
        match value {
            Value::Text(text) => string(out, &text),
            Value::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
            Value::Number(_) | Value::Unknown => out.push_str("null"),
            Value::Moment(millis) => string(out, &Timestamp::from_millis(millis).to_string()),
            Value::Tags(tags) => {
                out.push('{');
                for (at, (key, value)) in tags.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    string(out, key);
                    out.push(':');
                    string(out, value);
                }
                out.push('}');
            }
        }
    }
    out.push('}');
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if (letter as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() {
        let mut out = String::new();
        let tags = vec![("site".to_owned(), "\"n\"\u{1}\\".to_owned())];
        object(
            &mut out,
            [
                ("name", Value::Text("a\nb 😀 \u{202e}".to_owned())),
                ("cpu", Value::Number(12.5)),
                ("memory", Value::Unknown),
                ("seen", Value::Moment(1_000)),
                ("tags", Value::Tags(tags)),
            ],
        );
        let read: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(read["name"], "a\nb 😀 \u{202e}");
        assert_eq!(read["cpu"], 12.5);
        assert!(read["memory"].is_null());
        assert_eq!(read["seen"], "1970-01-01T00:00:01.000Z");
        assert_eq!(read["tags"]["site"], "\"n\"\u{1}\\");
    }
}
