//! Query strings: pairs in, pairs out, percent-encoded.

use std::fmt::Write;

/// Decoded pairs, in their order.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// `?a=b&c=d`, or nothing for no pairs.
pub(crate) fn print(pairs: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (key, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(key);
        text.push('=');
        encode(&mut text, value);
    }
    text
}

/// Everything but what is plainly harmless in a query; `/`, `:` and `,` stay readable.
pub(crate) fn encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' | b',' => {
                text.push(char::from(byte));
            }
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                match (digit(ahead.next()), digit(ahead.next())) {
                    (Some(high), Some(low)) => {
                        bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        for value in ["", "plain", "a b&c=d", "50 %", "ä → b", "100%zz", "/fleets?x=1"] {
            let text = print(&[("q", value.to_owned())]);
            assert_eq!(pairs(&text), [("q".to_owned(), value.to_owned())], "{text}");
        }
        assert_eq!(pairs("?a=%zz&b+c"), [("a".into(), "%zz".into()), ("b c".into(), String::new())]);
    }
}
