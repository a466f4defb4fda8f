//! What a device may be called (balena-api.md §6.4), said at the field before the server has to.

/// The longest name, in characters.
pub const LONGEST: usize = 255;

/// Whether a name may be used.
///
/// # Errors
/// A sentence for the field.
pub fn check(name: &str) -> Result<(), String> {
    if name.trim().is_empty() {
        return Err("Enter a name.".to_owned());
    }
    if name.contains(['\n', '\r']) {
        return Err("A name is one line.".to_owned());
    }
    if name.chars().count() > LONGEST {
        return Err(format!("A name has at most {LONGEST} characters."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_some_length() {
        assert!(check("  ").is_err() && check("a\nb").is_err() && check(&"x".repeat(256)).is_err());
        assert!(check("ford-120").is_ok() && check(&"ü".repeat(255)).is_ok());
    }
}
