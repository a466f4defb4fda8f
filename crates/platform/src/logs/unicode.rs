//! Makes text of what devices send: what is no Unicode becomes replacement characters, as in the original.

use std::borrow::Cow;

/// The bytes as text in which every `\u` escape stands for a character: JSON of half a surrogate pair is no JSON to
/// `serde_json`, but is to JavaScript.
pub(crate) fn as_unicode(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return text;
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let (taken, kept) = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(true), Some(false)) => (12, escape.get(..12)),
            (Some(_), _) => (6, Some("\\ufffd")),
            // A backslash and what it escapes, which may be a backslash.
            (None, _) => {
                let two = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                (two, escape.get(..two))
            }
        };
        whole.push_str(kept.unwrap_or_default());
        rest = escape.get(taken..).unwrap_or_default();
    }
    whole.push_str(rest);
    whole.into()
}

/// Whether the escape that `text` begins with is the first half of a pair (true) or the second (false).
fn surrogate(text: &str) -> Option<bool> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(true),
        0xDC00..=0xDFFF => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_of_pairs_are_replaced() {
        for (sent, read) in [
            (r#""a \ud83d\ude00 b""#, "a 😀 b"),
            (r#""\ud800""#, "\u{fffd}"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\\ud800 \ud83d\u0041""#, "\\ud800 \u{fffd}A"),
        ] {
            assert_eq!(serde_json::from_str::<String>(&as_unicode(sent.as_bytes())).unwrap(), read, "{sent}");
        }
        assert_eq!(as_unicode(b"\xff"), "\u{fffd}");
    }

    proptest! {
        #[test]
        fn whatever_is_json_stays_what_it_is(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&as_unicode(json.as_bytes())).unwrap(), text);
        }

        #[test]
        fn no_text_breaks_it(text in "([\\\\ud8dc0-9a\"]|.){0,60}") {
            let _ = as_unicode(text.as_bytes());
        }
    }
}
