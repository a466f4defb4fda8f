//! Versions compared as versions: `2.12.7+rev1`, `balenaOS 6.5.0`, `1.0.0-rc.2`.

use std::cmp::Ordering;

/// A version as far as it is written: `2.12` says nothing of its patch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    numbers: Vec<u64>,
    prerelease: Vec<String>,
    revision: Option<u64>,
}

impl Version {
    /// None when the text holds no version. A name in front (`balenaOS `) and a `v` are understood.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text =
            text.rsplit(' ').find(|word| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()))?;
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').unwrap_or((text, ""));
        let (text, prerelease) = text.split_once('-').unwrap_or((text, ""));
        let mut numbers = Vec::new();
        let mut revision = None;
        for part in text.split('.') {
            match part.parse::<u64>() {
                Ok(number) if part.bytes().all(|b| b.is_ascii_digit()) => numbers.push(number),
                // Older versions have the revision behind a dot: 2.0.2.rev3.
                _ if numbers.len() >= 3 => revision = revision.or_else(|| rev(part)),
                _ => return None,
            }
        }
        revision = revision.or_else(|| build.split('.').find_map(rev));
        let prerelease = prerelease.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Some(Self { numbers, prerelease, revision })
    }

    /// The order of two whole versions: what is not written is zero, a release after its prereleases.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let longest = self.numbers.len().max(other.numbers.len());
        (0..longest)
            .map(|at| self.number(at).cmp(&other.number(at)))
            .fold(Ordering::Equal, Ordering::then)
            .then_with(|| prereleases(&self.prerelease, &other.prerelease))
            .then_with(|| self.revision.unwrap_or(0).cmp(&other.revision.unwrap_or(0)))
    }

    /// Where this version stands to what a person wrote, looking only as far as that is written:
    /// 2.12.7 is `2.12`, and neither before nor after it.
    pub(crate) fn order_to(&self, written: &Self) -> Ordering {
        let numbers = (0..written.numbers.len())
            .map(|at| self.number(at).cmp(&written.number(at)))
            .fold(Ordering::Equal, Ordering::then);
        let is_precise = written.numbers.len() >= 3;
        numbers
            .then_with(|| if is_precise { prereleases(&self.prerelease, &written.prerelease) } else { Ordering::Equal })
            .then_with(|| {
                written.revision.map_or(Ordering::Equal, |revision| self.revision.unwrap_or(0).cmp(&revision))
            })
    }

    fn number(&self, at: usize) -> u64 {
        self.numbers.get(at).copied().unwrap_or(0)
    }
}

fn rev(part: &str) -> Option<u64> {
    part.strip_prefix("rev")?.parse().ok()
}

/// As in semantic versions: none is after some; numbers are before words.
fn prereleases(one: &[String], other: &[String]) -> Ordering {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let number = |part: &String| part.parse::<u64>().ok();
    let parts = one.iter().zip(other).map(|(a, b)| match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    });
    parts.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&other.len()))
}

/// The order of two texts of a column of versions: what is no version comes after what is, as text.
pub(crate) fn compare(one: &str, other: &str) -> Ordering {
    match (Version::parse(one), Version::parse(other)) {
        (Some(a), Some(b)) => a.order(&b).then_with(|| one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_an_order() {
        let sorted = [
            "1.2.0",
            "2.0.0-alpha",
            "2.0.0-beta.2",
            "2.0.0-beta.11",
            "2.0.0",
            "v2.0.0+rev1",
            "balenaOS 2.0.0+rev12",
            "2.12.7+rev1",
            "10.0.0",
            "deadbee",
        ];
        for pair in sorted.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn what_is_written_is_looked_at_only() {
        let order =
            |version: &str, written: &str| Version::parse(version).unwrap().order_to(&Version::parse(written).unwrap());
        assert_eq!(order("2.12.7+rev1", "2.12"), Ordering::Equal);
        assert_eq!(order("2.11.9", "2.12"), Ordering::Less);
        assert_eq!(order("2.12.7+rev3", "2.12.7"), Ordering::Equal);
        assert_eq!(order("2.12.7+rev3", "2.12.7+rev1"), Ordering::Greater);
        assert_eq!(order("2.12.7-rc1", "2.12.7"), Ordering::Less);
        assert_eq!(order("3.0.0", "2"), Ordering::Greater);
    }
}
