//! What a fleet may be called (balena-api.md §6.2), said at the field before the server has to.

/// The shortest name, in characters.
pub const SHORTEST: usize = 4;
/// The longest name, in characters.
pub const LONGEST: usize = 100;

/// Whether a name may be used.
///
/// # Errors
/// A sentence for the field.
pub fn check(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("Enter a name.".to_owned());
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        return Err("A fleet's name has letters a–z, digits, _ and - only.".to_owned());
    }
    match name.len() {
        ..SHORTEST => Err(format!("A fleet's name has at least {SHORTEST} characters.")),
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(format!("A fleet's name has at most {LONGEST} characters.")),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_is_a_word_of_some_length() {
        for name in ["", "abc", "river gauges", "größe", "a/b-c", "<b>bold</b>", &"x".repeat(101)] {
            assert!(check(name).is_err(), "{name}");
        }
        for name in ["abcd", "river-gauges_2", &"x".repeat(100)] {
            assert!(check(name).is_ok(), "{name}");
        }
    }
}
