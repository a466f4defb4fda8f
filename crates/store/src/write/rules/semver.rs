//! A release's `semver`, taken apart (semver.org, 2.0.0).

use crate::error::StoreError;

/// The parts of `1.2.3-beta.1+build.5`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Semver {
    pub(super) major: i64,
    pub(super) minor: i64,
    pub(super) patch: i64,
    pub(super) prerelease: String,
    pub(super) build: String,
}

/// Blanks around it and a `v` before it do not count.
pub(super) fn parse(text: &str) -> Result<Semver, StoreError> {
    let text = text.trim();
    read(text.strip_prefix('v').unwrap_or(text)).ok_or_else(|| StoreError::rule("Invalid semver format"))
}

fn read(text: &str) -> Option<Semver> {
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, prerelease) = rest.split_once('-').map_or((rest, None), |(core, before)| (core, Some(before)));
    let mut numbers = core.split('.').map(number);
    let (major, minor, patch) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let is_well = numbers.next().is_none()
        && prerelease.is_none_or(|text| identifiers(text, true))
        && build.is_none_or(|text| identifiers(text, false));
    is_well.then(|| Semver {
        major,
        minor,
        patch,
        prerelease: prerelease.unwrap_or_default().to_owned(),
        build: build.unwrap_or_default().to_owned(),
    })
}

/// Without leading zeros, and of 31 bits.
fn number(text: &str) -> Option<i64> {
    let is_plain = text == "0" || (!text.starts_with('0') && !text.is_empty());
    let value: i64 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    (is_plain && i32::try_from(value).is_ok()).then_some(value)
}

fn identifiers(text: &str, refuses_leading_zeros: bool) -> bool {
    text.split('.').all(|part| {
        let is_number = part.bytes().all(|b| b.is_ascii_digit());
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !(refuses_leading_zeros && is_number && part.len() > 1 && part.starts_with('0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_version() {
        let version = parse("3.0.0-beta.1+build.5").unwrap();
        assert_eq!((version.major, version.prerelease.as_str(), version.build.as_str()), (3, "beta.1", "build.5"));
        assert_eq!(parse(" v1.2.3 ").unwrap(), parse("1.2.3").unwrap());
        for bad in [
            "not-a-version",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.3-",
            "1.2.3+",
            "1.2.3-01",
            "vv1.2.3",
            "1.2.-3",
            "9999999999.1.1",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
