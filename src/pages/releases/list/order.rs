//! Which releases are shown, and in which order.

use std::cmp::Ordering;

use model::release::{Release, Standing};

use crate::routes::release_list::{ReleaseList, ReleaseSort};

/// The releases the address asks for, in its order.
pub(super) fn shown(releases: &[Release], list: &ReleaseList) -> Vec<Release> {
    let text = list.text.trim().to_lowercase();
    let mut shown: Vec<Release> = releases
        .iter()
        .filter(|release| list.standings.is_empty() || list.standings.contains(&release.standing()))
        .filter(|release| text.is_empty() || says(release, &text))
        .cloned()
        .collect();
    shown.sort_by(|one, other| {
        let order = by(list.sort, one, other);
        let order = if list.is_descending { order.reverse() } else { order };
        order.then_with(|| other.id.cmp(&one.id))
    });
    shown
}

/// How many stand where.
pub(super) fn count(releases: &[Release], standing: Standing) -> usize {
    releases.iter().filter(|release| release.standing() == standing).count()
}

fn by(sort: ReleaseSort, one: &Release, other: &Release) -> Ordering {
    match sort {
        ReleaseSort::Created => one.created_at.millis().cmp(&other.created_at.millis()).then(one.id.cmp(&other.id)),
        ReleaseSort::Version => versions(&one.label, &other.label),
        ReleaseSort::State => one.standing().cmp(&other.standing()),
        ReleaseSort::RunningOn => one.devices.cmp(&other.devices),
        ReleaseSort::Build => one.build_took().cmp(&other.build_took()),
    }
}

fn says(release: &Release, text: &str) -> bool {
    let has = |said: &str| said.to_lowercase().contains(text);
    has(&release.label)
        || release.commit.starts_with(text)
        || release.note.as_deref().is_some_and(has)
        || release.known_issues.as_deref().is_some_and(has)
        || release.tags.iter().any(|tag| has(&tag.label()))
}

/// Numbers in versions count as numbers: 2.9.0 stands before 2.14.0.
fn versions(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (pieces(one), pieces(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => {
                let order = match (a.parse::<u64>(), b.parse::<u64>()) {
                    (Ok(a), Ok(b)) => a.cmp(&b),
                    _ => a.cmp(b),
                };
                if order != Ordering::Equal {
                    return order;
                }
            }
        }
    }
}

fn pieces(version: &str) -> impl Iterator<Item = &str> {
    version.split(['.', '-', '+'])
}

/// "No release matches “gzip”, Draft or Failed."
pub(super) fn sentence(list: &ReleaseList) -> String {
    let states: Vec<&str> = list.standings.iter().map(|standing| standing.label()).collect();
    let text = (!list.text.is_empty()).then(|| format!("“{}”", list.text));
    let states = (!states.is_empty()).then(|| states.join(" or "));
    let asked: Vec<String> = text.into_iter().chain(states).collect();
    format!("No release is {}.", asked.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_by_their_numbers() {
        let mut versions_now = ["2.14.0", "2.9.0", "2.14.0-1700", "10.0.0", "2.14.0+rev1"];
        versions_now.sort_by(|one, other| versions(one, other));
        assert_eq!(versions_now[0], "2.9.0");
        assert_eq!(versions_now[1], "2.14.0");
        assert_eq!(versions_now[4], "10.0.0");
    }

    #[test]
    fn what_is_asked_for_is_said() {
        let list = ReleaseList { text: "gzip".to_owned(), ..ReleaseList::default() };
        assert_eq!(sentence(&list.toggled(Standing::Draft)), "No release is “gzip” and Draft.");
    }
}
