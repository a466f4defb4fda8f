//! A release's version as SQL (balena-api.md §6.5), null where a path leads to no release.

/// The arguments of the two functions.
macro_rules! parts {
    () => {
        "{t}.semver_major, {t}.semver_minor, {t}.semver_patch, {t}.semver_prerelease, \
         iif({t}.revision IS NULL, {t}.created_at, NULL), {t}.semver_build, {t}.revision, {t}.variant"
    };
}

/// `1.2.3-beta.1+build.5`.
pub(super) const SEMVER: &str = "iif({t}.id IS NULL, NULL, \
     concat({t}.semver_major, '.', {t}.semver_minor, '.', {t}.semver_patch, \
     iif({t}.semver_prerelease = '', '', '-' || {t}.semver_prerelease), \
     iif({t}.semver_build = '', '', '+' || {t}.semver_build)))";

/// What the release is called: drafts are told apart by when they were made, finalised releases of one semver by `rev1`,
/// and the variant stands last.
pub(crate) const RAW_VERSION: &str = concat!("iif({t}.id IS NULL, NULL, raw_version(", parts!(), "))");

/// The parts of `raw_version`, as JSON.
pub(super) const VERSION: &str = concat!("iif({t}.id IS NULL, NULL, version_parts(", parts!(), "))");
