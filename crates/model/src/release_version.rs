//! A release's version as people read it (`raw_version`, balena-api.md §6.5).

/// What a release is called on screen: its version, or the first seven digits of its commit when it has none.
pub fn release_label<'a>(raw_version: Option<&'a str>, commit: &'a str) -> &'a str {
    match raw_version {
        Some(version) if !version.is_empty() && version != "0.0.0" => version,
        _ => commit.get(..7).unwrap_or(commit),
    }
}

#[cfg(test)]
mod tests {
    use super::release_label;

    #[test]
    fn the_version_or_else_the_short_commit() {
        assert_eq!(release_label(Some("2.14.1"), "abcdef0123"), "2.14.1");
        assert_eq!(release_label(None, "abcdef0123"), "abcdef0");
        assert_eq!(release_label(Some("0.0.0"), "abc"), "abc");
    }
}
