//! A JSON value written as YAML, the way people write compose files: two blanks a level, quotes only where they are needed.

use serde_json::Value;

/// What comes first in a compose file and in a service; the rest follows by name.
const FIRST: [&str; 5] = ["version", "services", "image", "build", "restart"];

/// Ends with a line feed; nothing for null.
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Null => {}
        Value::Object(_) | Value::Array(_) => block(&mut text, value, 0),
        scalar => {
            text.push_str(&word(scalar));
            text.push('\n');
        }
    }
    text
}

fn block(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().collect();
            let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
            pairs.sort_by(|(one, _), (other, _)| (place(one), one).cmp(&(place(other), other)));
            for (name, value) in pairs {
                indent(text, depth);
                text.push_str(&scalar(name));
                text.push(':');
                member(text, value, depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                indent(text, depth);
                text.push('-');
                member(text, item, depth + 1);
            }
        }
        _ => {}
    }
}

/// What stands behind a colon or a dash: on the same line, or as a block below it.
fn member(text: &mut String, value: &Value, depth: usize) {
    let is_block = match value {
        Value::Object(pairs) => !pairs.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if is_block {
        text.push('\n');
        block(text, value, depth);
    } else {
        text.push(' ');
        text.push_str(&word(value));
        text.push('\n');
    }
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n("  ", depth));
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// Quoted where YAML would read something else. JSON's quoted strings are YAML's, too (YAML 1.2 §7.3.1).
fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let is_special = |char: char| "-?:,[]{}#&*!|>'\"%@`=~ ".contains(char);
    let reads_as_other = ["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_ascii_lowercase().as_str())
        || text.parse::<f64>().is_ok()
        || text.starts_with("0x")
        // `80:80` is a number in base 60 to readers of YAML 1.1.
        || text.split(':').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let needs_quotes = first.is_none_or(is_special)
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #")
        || text.chars().any(char::is_control)
        || reads_as_other;
    if needs_quotes { Value::from(text).to_string() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_it() {
        let value = serde_json::json!({
            "volumes": {"data": {}}, "version": "2.1",
            "services": {"ui": {"ports": ["80:8080", "443"], "image": "registry/a@sha256:1f", "privileged": true,
                "environment": {"EMPTY": "", "NOTE": "a: b # c", "LINES": "a\nb", "N": "5"}, "command": []}},
        });
        assert_eq!(
            print(&value),
            "version: \"2.1\"\nservices:\n  ui:\n    image: registry/a@sha256:1f\n    command: []\n    environment:\n      \
             EMPTY: \"\"\n      LINES: \"a\\nb\"\n      N: \"5\"\n      NOTE: \"a: b # c\"\n    ports:\n      - \"80:8080\"\n      \
             - \"443\"\n    privileged: true\nvolumes:\n  data: {}\n"
        );
        assert_eq!(print(&Value::Null), "");
    }
}
