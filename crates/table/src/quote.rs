//! Text in quotes, as the filter language reads it.

/// The key of a tag, in quotes where it needs them.
pub(crate) fn quoted_key(key: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
    if !key.is_empty() && key.chars().all(is_plain) && !key.ends_with('.') { key.to_owned() } else { quoted(key) }
}

pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
