//! What a tag may be called (balena-api.md §6.6), said at the field before the server has to.

/// The platform's own names.
const NAMESPACES: [&str; 2] = ["io.resin.", "io.balena."];

/// The longest key of a tag of a device or a fleet, in characters.
pub const LONGEST_KEY: usize = 100;
/// The longest key of a tag of a release, in characters.
pub const LONGEST_RELEASE_KEY: usize = 164;

/// Whether a key may be used; `longest` by what the tag is on.
///
/// # Errors
/// A sentence for the field.
pub fn check_key(key: &str, longest: usize) -> Result<(), String> {
    if key.is_empty() {
        return Err("Enter a key.".to_owned());
    }
    // JavaScript counts the byte order mark among the blanks, and so does the API.
    if key.chars().any(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err("A key cannot contain blanks.".to_owned());
    }
    if let Some(namespace) = NAMESPACES.iter().find(|namespace| key.starts_with(**namespace)) {
        return Err(format!("Keys that begin with {namespace} are the platform's own."));
    }
    if key.chars().count() > longest {
        return Err(format!("A key has at most {longest} characters."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_no_blanks_and_are_not_the_platforms() {
        for (key, words) in [
            ("", "Enter"),
            ("a b", "blanks"),
            ("a\u{a0}b", "blanks"),
            ("io.balena.x", "platform"),
            ("io.resin.x", "platform"),
        ] {
            assert!(check_key(key, LONGEST_KEY).unwrap_err().contains(words), "{key}");
        }
        assert!(check_key(&"x".repeat(101), LONGEST_KEY).unwrap_err().contains("100"));
        for key in ["site", "io.balenas", "Größe", "🚢", &"x".repeat(100)] {
            assert_eq!(check_key(key, LONGEST_KEY), Ok(()));
        }
    }
}
