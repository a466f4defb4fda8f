//! A release's version as SQL: `semver`, `raw_version` and `version` (balena-api.md §6.5).

/// `1.2.3-beta.1+build.5`.
pub(super) const SEMVER: &str = "concat({t}.semver_major, '.', {t}.semver_minor, '.', {t}.semver_patch, \
     iif({t}.semver_prerelease = '', '', '-' || {t}.semver_prerelease), \
     iif({t}.semver_build = '', '', '+' || {t}.semver_build))";

/// What the release is called: finalised releases of one semver are told apart by `rev1`, drafts by when they were made.
pub(super) const RAW_VERSION: &str = "concat({t}.semver_major, '.', {t}.semver_minor, '.', {t}.semver_patch, \
     iif({t}.semver_prerelease = '' AND {t}.is_final, '', '-'), {t}.semver_prerelease, \
     iif({t}.is_final, '', concat(iif({t}.semver_prerelease = '', '', '.'), {t}.created_at)), \
     iif({t}.semver_build = '' AND coalesce({t}.revision, 0) = 0, '', '+'), {t}.semver_build, \
     iif(coalesce({t}.revision, 0) = 0, '', concat(iif({t}.semver_build = '', '', '.'), 'rev', {t}.revision)))";

/// The parts of `raw_version`, as JSON.
pub(super) const VERSION: &str = "version_parts({t}.semver_major, {t}.semver_minor, {t}.semver_patch, \
     {t}.semver_prerelease, iif({t}.is_final, NULL, {t}.created_at), {t}.semver_build, {t}.revision)";
