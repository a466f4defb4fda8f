//! CSV as RFC 4180 has it, and safe to open: a text that a spreadsheet would run as a formula gets an apostrophe in front.

use model::timestamp::Timestamp;

use super::value::Value;

/// A line with its CRLF.
pub(super) fn line(out: &mut String, values: impl IntoIterator<Item = Value>) {
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match value {
            Value::Unknown => {}
            Value::Text(text) => text_field(out, &text),
            Value::Number(number) => out.push_str(&number.to_string()),
            Value::Moment(millis) => out.push_str(&Timestamp::from_millis(millis).to_string()),
            Value::Tags(tags) => {
                let words: Vec<String> = tags
                    .into_iter()
                    .map(|(key, value)| if value.is_empty() { key } else { format!("{key}={value}") })
                    .collect();
                text_field(out, &words.join("; "));
            }
        }
    }
    out.push_str("\r\n");
}

fn text_field(out: &mut String, text: &str) {
    // OWASP, CSV injection: these begin a formula, also behind blanks that a spreadsheet trims.
    let is_formula = text
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_quoted = text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if is_quoted {
        out.push('"');
    }
    if is_formula {
        out.push('\'');
    }
    if is_quoted {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(values: Vec<Value>) -> String {
        let mut out = String::new();
        line(&mut out, values);
        out
    }

    fn text(text: &str) -> String {
        written(vec![Value::Text(text.to_owned())])
    }

    #[test]
    fn as_rfc_4180_has_it() {
        let values = vec![
            Value::Text("plain".to_owned()),
            Value::Unknown,
            Value::Text("a \"b\", c\nd".to_owned()),
            Value::Number(-41.5),
            Value::Moment(0),
            Value::Tags(vec![("site".to_owned(), "north, 2".to_owned()), ("solar".to_owned(), String::new())]),
        ];
        assert_eq!(
            written(values),
            "plain,,\"a \"\"b\"\", c\nd\",-41.5,1970-01-01T00:00:00.000Z,\"site=north, 2; solar\"\r\n"
        );
    }

    #[test]
    fn no_text_is_run_as_a_formula() {
        assert_eq!(text("=1+1"), "'=1+1\r\n");
        assert_eq!(text("@SUM(A1)"), "'@SUM(A1)\r\n");
        assert_eq!(text("-2+3"), "'-2+3\r\n");
        assert_eq!(text("  =HYPERLINK(\"x\")"), "\"'  =HYPERLINK(\"\"x\"\")\"\r\n");
        assert_eq!(text("\tx"), "'\tx\r\n");
        assert_eq!(text("ford-120"), "ford-120\r\n");
    }
}
