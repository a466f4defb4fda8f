//! Rules about people's own things that the page says at the field and the server keeps: passwords, names, handles.

/// The shortest password, in characters.
pub const SHORTEST_PASSWORD: usize = 8;
/// The longest one, in bytes: hashing is work.
pub const LONGEST_PASSWORD: usize = 1_024;
/// The longest name of an organization, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest name of an API key, in characters (balena-api.md §6.1).
pub const LONGEST_KEY_NAME: usize = 50;
/// The longest description of an API key, in characters.
pub const LONGEST_KEY_DESCRIPTION: usize = 150;

/// Whether this may be a new password for `username`, or what to change about it.
///
/// # Errors
/// A sentence for the person.
pub fn check_password(new: &str, current: &str, username: &str) -> Result<(), &'static str> {
    let length = new.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err("A password has at least 8 characters.");
    }
    if new.len() > LONGEST_PASSWORD {
        return Err("A password has at most 1024 bytes.");
    }
    if new == current {
        return Err("That is the password you have: choose another one.");
    }
    if !username.is_empty() && new.to_lowercase().contains(&username.to_lowercase()) && length < 2 * SHORTEST_PASSWORD {
        return Err("A password that holds the user name is guessed first: choose another one, or a longer one.");
    }
    let mut characters: Vec<char> = new.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if characters.len() < 4 {
        return Err("Use at least four different characters.");
    }
    Ok(())
}

/// Whether this may be an organization's handle: it stands in slugs and addresses.
///
/// # Errors
/// A sentence for the person.
pub fn check_handle(handle: &str) -> Result<(), &'static str> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if handle.is_empty() {
        return Err("Enter a handle.");
    }
    if handle.len() > LONGEST_NAME || !handle.bytes().all(is_plain) {
        return Err("A handle has at most 100 lower-case letters, digits and underscores.");
    }
    Ok(())
}

/// Whether this may be an organization's name.
///
/// # Errors
/// A sentence for the person.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    if name.trim().is_empty() {
        return Err("Enter a name.");
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err("A name has at most 100 characters, all of them printable.");
    }
    Ok(())
}

/// A handle that might do for a name: what is typed is what most people want.
pub fn handle_for(name: &str) -> String {
    let mut handle = String::new();
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => handle.push(c),
            _ if !handle.ends_with('_') && !handle.is_empty() => handle.push('_'),
            _ => {}
        }
    }
    handle.truncate(LONGEST_NAME);
    handle.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_told_why() {
        assert!(check_password("long and plain", "other", "mara").is_ok());
        for weak in ["short", "the same one", "abababab", "mara2026", &"x".repeat(1_025)] {
            assert!(check_password(weak, "the same one", "mara").is_err(), "{weak}");
        }
        assert!(check_password("a sentence that names mara", "", "Mara").is_ok());
    }

    #[test]
    fn handles_are_plain() {
        assert_eq!(handle_for(" River Gauges, Süd 2 "), "river_gauges_s_d_2");
        assert!(check_handle(&handle_for("River")).is_ok());
        for bad in ["", "A", "a-b", "a b", &"a".repeat(101)] {
            assert!(check_handle(bad).is_err(), "{bad}");
        }
        assert!(check_name("  ").is_err() && check_name("a\u{7}").is_err() && check_name("Öl & Gas").is_ok());
    }
}
