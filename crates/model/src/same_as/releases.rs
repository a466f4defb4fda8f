//! What one does to a release.

use super::quote::{javascript, shell};
use super::request::{Rows, delete, patch};
use super::written::SameAs;

/// Makes a draft final, by its number and commit.
pub fn finalise(release: i64, commit: &str) -> SameAs {
    patch("release", &Rows::Id(release), &[("is_final", true.into())])
        .with_sdk(format!("await balena.models.release.finalize({});", javascript(commit)))
        .with_cli(format!("balena release finalize {}", shell(commit)))
}

/// Takes a release out of use, or back into it.
pub fn invalidate(release: i64, commit: &str, is_invalidated: bool) -> SameAs {
    let word = if is_invalidated { "invalidate" } else { "validate" };
    patch("release", &Rows::Id(release), &[("is_invalidated", is_invalidated.into())])
        .with_sdk(format!("await balena.models.release.setIsInvalidated({}, {is_invalidated});", javascript(commit)))
        .with_cli(format!("balena release {word} {}", shell(commit)))
}

/// Forgets a release.
pub fn remove(release: i64) -> SameAs {
    delete("release", &Rows::Id(release))
}

/// A release's note.
pub fn note(release: i64, commit: &str, note: &str) -> SameAs {
    patch("release", &Rows::Id(release), &[("note", note.into())]).with_sdk(format!(
        "await balena.models.release.setNote({}, {});",
        javascript(commit),
        javascript(note)
    ))
}

/// What is known to be wrong with a release.
pub fn known_issues(release: i64, commit: &str, issues: &str) -> SameAs {
    patch("release", &Rows::Id(release), &[("known_issue_list", issues.into())]).with_sdk(format!(
        "await balena.models.release.setKnownIssueList({}, {});",
        javascript(commit),
        javascript(issues)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_by_its_commit_where_a_person_reads_and_by_its_number_in_the_request() {
        let same = invalidate(12, "4b1c9e2", true);
        assert!(same.http.contains("/v7/release(12)") && same.http.contains(r#"{"is_invalidated":true}"#));
        assert_eq!(same.sdk, "await balena.models.release.setIsInvalidated('4b1c9e2', true);");
        assert_eq!(same.cli.as_deref(), Some("balena release invalidate 4b1c9e2"));
        assert_eq!(invalidate(12, "4b1c9e2", false).cli.as_deref(), Some("balena release validate 4b1c9e2"));
    }
}
