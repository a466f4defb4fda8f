//! Text made safe to stand in a shell line, in JavaScript, in JSON, in an OData literal or in an address.

use std::fmt::Write as _;

/// One word of a POSIX shell line: bare when nothing in it means anything to the shell, else in single quotes.
pub fn shell(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:,@%+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A string literal of JavaScript, in single quotes.
pub fn javascript(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Ends of lines to JavaScript, and what a terminal would act on.
            c if is_unseen(c) => push_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// A string of JSON, in double quotes.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => push_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text literal of OData: quotes are doubled.
pub fn odata(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Percent-encoded for a path or query, so that it may also stand between a shell's double quotes.
///
/// What OData is written with stays readable: `( ) , = : /`.
pub fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || b"-_.~(),=:/".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The value of an OData literal that stands in an address: there `= , : / ( )` of the person's own text are encoded too.
pub fn address_literal(text: &str) -> String {
    let mut out = String::from("%27");
    for byte in text.replace('\'', "''").bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out.push_str("%27");
    out
}

/// Controls, line separators and marks that turn the direction of text: written out, so that what is copied is what was seen.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn push_escape(out: &mut String, c: char) {
    let mut units = [0; 2];
    for unit in c.encode_utf16(&mut units) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a POSIX shell makes of one word of quoted and bare parts.
    fn unshell(word: &str) -> Option<String> {
        let (mut out, mut rest) = (String::new(), word.chars());
        while let Some(c) = rest.next() {
            match c {
                '\'' => loop {
                    match rest.next()? {
                        '\'' => break,
                        c => out.push(c),
                    }
                },
                '\\' => out.push(rest.next()?),
                c if c.is_ascii_alphanumeric() || "_-./:,@%+".contains(c) => out.push(c),
                _ => return None,
            }
        }
        Some(out)
    }

    fn unaddress(text: &str) -> Option<String> {
        let (mut bytes, mut rest) = (Vec::new(), text.bytes());
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).ok()
    }

    /// JavaScript and JSON escape alike but for the quote.
    fn unescape(text: &str, quote: char) -> Option<String> {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        let json: String =
            if quote == '\'' { inner.replace("\\'", "'").replace('"', "\\\"") } else { inner.to_owned() };
        serde_json::from_str(&format!("\"{json}\"")).ok()
    }

    proptest! {
        #[test]
        fn a_shell_word_means_what_was_quoted(text in "\\PC*|[\\x01-\\x7f]*") {
            prop_assert_eq!(unshell(&shell(&text)), Some(text));
        }

        #[test]
        fn a_javascript_string_means_what_was_quoted(text in "\\PC*|[\\x00-\\x5b\\x5d-\\x7f]*") {
            let quoted = javascript(&text);
            prop_assert!(!quoted.contains(['\n', '\r', '\u{2028}', '\u{2029}']), "{quoted}");
            prop_assert_eq!(unescape(&quoted, '\''), Some(text));
        }

        #[test]
        fn a_json_string_means_what_was_quoted(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&json(&text)).ok(), Some(text));
        }

        #[test]
        fn an_address_means_what_was_encoded_and_is_safe_between_double_quotes(text in any::<String>()) {
            for quoted in [address(&text), address_literal(&text)] {
                prop_assert!(!quoted.contains(['"', '$', '`', '\\', '!', ' ', '\'', '&', '?', '#']), "{quoted}");
            }
            prop_assert_eq!(unaddress(&address(&text)), Some(text.clone()));
            prop_assert_eq!(unaddress(&address_literal(&text)), Some(odata(&text)));
        }
    }

    #[test]
    fn a_real_shell_agrees() {
        for text in ["", "plain-1.2", "it's", "$HOME `id` \"x\" \\", "a\nb", "*;&|<>(){}[]#~!", "-n", "ä 🦀"] {
            let line = format!("printf %s {}", shell(text));
            let said = std::process::Command::new("sh").args(["-c", &line]).output().map(|output| output.stdout);
            assert_eq!(said.ok().as_deref(), Some(text.as_bytes()), "{line}");
        }
    }
}
