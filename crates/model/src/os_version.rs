//! Versions of the host OS as devices report them and people ask for them: `balenaOS 6.5.0+rev1`, `2.98.33+rev2.dev`.

use std::cmp::Ordering;

/// `major.minor.patch`, what comes before it and what was built of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsVersion {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
    /// Behind the hyphen, at its dots; empty for a version that is out.
    pub prerelease: Vec<String>,
    /// Behind the plus sign, at its dots: the revision and the variant.
    pub build: Vec<String>,
}

impl OsVersion {
    /// Reads a version: the OS's name in front, a `v`, a variant in parentheses or behind a dot are understood.
    /// None when it is no version.
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_name(text.trim());
        let (text, variant) = match text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
            Some((rest, variant)) => (rest.trim_end(), Some(variant)),
            None => (text, None),
        };
        let text = text.strip_prefix('v').unwrap_or(text);
        let (numbers, build) = text.split_once(['+', '_']).unwrap_or((text, ""));
        let (numbers, prerelease) = match numbers.split_once('-') {
            Some((_, "")) => return None,
            Some(both) => both,
            None => (numbers, ""),
        };
        let mut parts = numbers.splitn(4, '.');
        let mut number = || parts.next().and_then(number);
        let (major, minor, patch) = (number()?, number()?, number()?);
        // Older versions have the revision or the variant behind a dot: 2.0.2.rev3, 2.0.2.dev.
        let fourth = parts.next().unwrap_or_default();
        if !fourth.is_empty() && !fourth.starts_with("rev") && !matches!(fourth, "dev" | "prod") {
            return None;
        }
        let prerelease = identifiers(prerelease)?;
        let mut all = identifiers(fourth)?;
        all.extend(identifiers(build)?);
        all.extend(variant.map(str::to_owned));
        Some(Self { major, minor, patch, prerelease, build: all })
    }

    /// The revision of the build: of `+rev3` 3, and 0 without one.
    pub fn revision(&self) -> u64 {
        self.build.iter().find_map(|part| part.strip_prefix("rev")?.parse().ok()).unwrap_or(0)
    }

    /// `dev` or `prod`, where the version says it.
    pub fn variant(&self) -> Option<&str> {
        self.build.iter().map(String::as_str).find(|part| matches!(*part, "dev" | "prod"))
    }

    /// Before, the same or after, by numbers, then what comes before a version, then the revision.
    pub fn order(&self, other: &Self) -> Ordering {
        let numbers = |version: &Self| (version.major, version.minor, version.patch);
        numbers(self)
            .cmp(&numbers(other))
            .then_with(|| prereleases(&self.prerelease, &other.prerelease))
            .then_with(|| self.revision().cmp(&other.revision()))
    }

    /// Whether it is at least this version, which is out.
    pub fn is_at_least(&self, major: u64, minor: u64, patch: u64) -> bool {
        let bound = Self { major, minor, patch, prerelease: Vec::new(), build: Vec::new() };
        self.order(&bound).is_ge()
    }
}

fn without_name(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let names = ["balenaos", "balena os", "resinos", "resin os"];
    names.iter().find(|name| lower.starts_with(**name)).map_or(text, |name| text[name.len()..].trim_start())
}

fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// None when one of them is empty or holds what no version does.
fn identifiers(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let is_fine = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.split('.').map(|part| is_fine(part).then(|| part.to_owned())).collect()
}

/// As in semantic versions: none is after some; numbers are before words.
fn prereleases(one: &[String], other: &[String]) -> Ordering {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let parts = one.iter().zip(other).map(|(a, b)| match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    });
    parts.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&other.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> OsVersion {
        OsVersion::parse(text).unwrap()
    }

    #[test]
    fn versions_come_in_many_spellings() {
        for text in
            ["balenaOS 2.98.33+rev1.dev", "v2.98.33+rev1.dev", "Resin OS 2.98.33_rev1 (dev)", "2.98.33.rev1.dev"]
        {
            let version = read(text);
            assert_eq!((version.major, version.minor, version.patch), (2, 98, 33), "{text}");
            assert_eq!((version.revision(), version.variant()), (1, Some("dev")), "{text}");
        }
        for text in
            ["", "latest", "6.5", "6", "6.5.0.1", "six", "6.5.x", "6.5.0-", "6.5.0+rev..", "99999999999999999999.0.0"]
        {
            assert_eq!(OsVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn versions_have_an_order() {
        let sorted =
            ["1.2.0", "2.0.0-alpha", "2.0.0-beta.2", "2.0.0-beta.11", "2.0.0", "2.0.0+rev1", "2.0.0+rev12", "10.0.0"];
        for pair in sorted.windows(2) {
            assert_eq!(read(pair[0]).order(&read(pair[1])), Ordering::Less, "{pair:?}");
        }
        assert!(read("2.0.0+rev1.prod").is_at_least(2, 0, 0));
        assert!(!read("2.0.0-rc1").is_at_least(2, 0, 0));
    }
}
