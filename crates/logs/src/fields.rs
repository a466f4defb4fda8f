//! What a structured line says: the keys and values of a JSON object or of `key=value` words (logfmt), as stretches of its text.

/// A key and its value, as they stand in the text (quotes left out, escapes left in).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    pub key: &'a str,
    pub value: &'a str,
    pub form: Form,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `"key":"value"`.
    JsonText,
    /// `"key":4.5`, and what is nested.
    JsonOther,
    /// `key="two words"`.
    QuotedWord,
    /// `key=value`.
    Word,
}

/// The fields of a line, in its order: of a JSON object at its end (text may stand before it), or at least two `key=value` words.
/// Nothing for any other text. Allocates nothing; a line that is cut off gives the fields before the cut.
pub fn fields(text: &str) -> impl Iterator<Item = Field<'_>> {
    let object = object_of(text).map(Members::new);
    let words = if object.is_none() && Words::new(text).nth(1).is_some() { Some(Words::new(text)) } else { None };
    object.into_iter().flatten().chain(words.into_iter().flatten())
}

/// Where a JSON object begins that goes to the end of the line.
pub fn object_of(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text.find('{')?;
    let object = &text[start..];
    let is_object = object.ends_with('}') && Members::new(object).next().is_some();
    (is_object || object == "{}").then_some(object)
}

/// The members of an object.
struct Members<'a> {
    rest: &'a str,
}

impl<'a> Members<'a> {
    fn new(object: &'a str) -> Self {
        Self { rest: object.strip_prefix('{').unwrap_or_default() }
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let rest = self.rest.trim_start_matches([' ', '\t', ',']);
        self.rest = "";
        let (key, rest) = quoted(rest)?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let first = rest.as_bytes().first()?;
        let (value, rest) = match first {
            b'"' => quoted(rest)?,
            b'{' | b'[' => nested(rest)?,
            _ => rest.split_at(rest.find([',', '}', ']', ' ', '\t']).unwrap_or(rest.len())),
        };
        self.rest = rest;
        Some(Field { key, value, form: if *first == b'"' { Form::JsonText } else { Form::JsonOther } })
    }
}

/// A JSON string at the head of `text`, without its quotes, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let end = closing_quote(inner)?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// Where the quote is that no backslash stands before.
fn closing_quote(inner: &str) -> Option<usize> {
    let mut is_escaped = false;
    inner.bytes().position(|byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    })
}

/// An object or array at the head of `text` with its brackets, and what follows it.
fn nested(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut in_string, mut is_escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !is_escaped => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(text.split_at(at + 1));
                }
            }
            _ => {}
        }
        is_escaped = in_string && byte == b'\\' && !is_escaped;
    }
    None
}

/// The `key=value` words of a line; others are passed over.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t']);
            if self.rest.is_empty() {
                return None;
            }
            let is_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
            let length = self.rest.bytes().take_while(|byte| is_key(*byte)).count();
            let (key, rest) = self.rest.split_at(length);
            if let Some(value) = rest.strip_prefix('=').filter(|_| !key.is_empty()) {
                let bare = || value.split_at(value.find([' ', '\t']).unwrap_or(value.len()));
                let ((value, rest), form) =
                    quoted(value).map_or_else(|| (bare(), Form::Word), |quoted| (quoted, Form::QuotedWord));
                self.rest = rest;
                return Some(Field { key, value, form });
            }
            self.rest = &self.rest[self.rest.find([' ', '\t']).unwrap_or(self.rest.len())..];
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(&str, &str)> {
        fields(text).map(|field| (field.key, field.value)).collect()
    }

    #[test]
    fn json_with_text_before_it_and_what_it_nests() {
        assert_eq!(
            read(r#"10:41 {"level":"error","msg":"no \"route\"","n": 4.5, "at":{"x":[1,"}"]},"ok":true}"#),
            [("level", "error"), ("msg", r#"no \"route\""#), ("n", "4.5"), ("at", r#"{"x":[1,"}"]}"#), ("ok", "true")]
        );
        for no_object in ["{not json}", "a {", "}", "{\"a\" 1}", "GET /{id} 200"] {
            assert_eq!(read(no_object), [], "{no_object}");
        }
    }

    #[test]
    fn words_with_values_and_without() {
        assert_eq!(
            read(r#"ts=1 level=warn slow bus msg="two words" empty= x.y=a=b"#),
            [("ts", "1"), ("level", "warn"), ("msg", "two words"), ("empty", ""), ("x.y", "a=b")]
        );
        // One word with a sign of equality is a sentence.
        assert_eq!(read("rate=20 is too much"), []);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in any::<String>(), messy in r#"[{}\[\]":,=\\ a-c]{0,60}"#) {
            for text in [text, messy] {
                for field in fields(&text) {
                    prop_assert!(text.contains(field.key) && text.contains(field.value));
                }
            }
        }
    }
}
