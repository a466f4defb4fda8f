//! Ranges of host OS versions as application types name them: `>=2.11.0`, `>=2.0.0 <3.0.0 || 5.0.0` (balena-api.md §6.2).

use std::cmp::Ordering;

use crate::os_version::OsVersion;

/// Whether the version is in the range. A version that comes before another (`2.12.0-rc1`) is only in a range that names one
/// of the same numbers. A range that cannot be read holds nothing.
pub fn holds(range: &str, version: &OsVersion) -> bool {
    range.split("||").any(|all| {
        let bounds: Option<Vec<_>> = all.split_whitespace().map(bound).collect();
        let Some(bounds) = bounds.filter(|bounds| !bounds.is_empty()) else { return false };
        let names = |named: &OsVersion| {
            !named.prerelease.is_empty()
                && (named.major, named.minor, named.patch) == (version.major, version.minor, version.patch)
        };
        let is_named = version.prerelease.is_empty() || bounds.iter().any(|(_, named)| names(named));
        is_named && bounds.iter().all(|(allowed, named)| allowed.contains(&without_build(version).order(named)))
    })
}

/// The orders a bound allows, and the version it is about.
fn bound(text: &str) -> Option<([Ordering; 2], OsVersion)> {
    use Ordering::{Equal, Greater, Less};
    let signs =
        [(">=", [Greater, Equal]), ("<=", [Less, Equal]), (">", [Greater; 2]), ("<", [Less; 2]), ("=", [Equal; 2])];
    let signed = signs.into_iter().find_map(|(sign, allowed)| Some((allowed, text.strip_prefix(sign)?)));
    let (allowed, version) = signed.unwrap_or(([Equal; 2], text));
    Some((allowed, without_build(&OsVersion::parse(version)?)))
}

/// What was built of a version does not matter to a range.
fn without_build(version: &OsVersion) -> OsVersion {
    OsVersion { build: Vec::new(), ..version.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_they_say() {
        let is = |version: &str, range: &str| holds(range, &OsVersion::parse(version).unwrap());
        for version in ["2.11.0", "balenaOS 6.5.0", "balenaOS 2.12.0+rev3 (prod)", "v10.0.0", "Resin OS 2.100.0"] {
            assert!(is(version, ">=2.11.0"), "{version}");
        }
        for version in ["Resin OS 2.3.0+rev1", "2.9.9", "1.26.0", "balenaOS 6.5.0-rc1"] {
            assert!(!is(version, ">=2.11.0"), "{version}");
        }
        assert!(is("2.11.0-rc2", ">=2.11.0-rc1"));
        assert!(is("2.5.0", ">=2.0.0 <3.0.0 || 5.0.0") && is("5.0.0+rev1", ">=2.0.0 <3.0.0 || 5.0.0"));
        assert!(!is("3.0.0", ">=2.0.0 <3.0.0 || 5.0.0") && !is("3.0.0", "what") && !is("3.0.0", ""));
    }
}
