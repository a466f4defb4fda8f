//! Releases: versions, finality, tracking, and when one may go (balena-api.md §6.5).

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::changes::Changes;
use crate::clock::now_ms;
use crate::domain::releases;
use crate::error::StoreError;

use super::super::values::Values;
use super::release_revision::{self, Version};
use super::semver;

/// The parts of `semver`; not to be set by themselves.
const PARTS: [&str; 5] = ["semver_major", "semver_minor", "semver_patch", "semver_prerelease", "semver_build"];

/// Takes the version apart, and notes when the release was changed.
pub(super) fn check(values: &mut Values) -> Result<(), StoreError> {
    values.set("update_timestamp", now_ms());
    for part in PARTS {
        values.remove(part);
    }
    let Some(Value::Text(text)) = values.remove("semver") else { return Ok(()) };
    let version = semver::parse(&text)?;
    values.set("semver_major", version.major);
    values.set("semver_minor", version.minor);
    values.set("semver_patch", version.patch);
    values.set("semver_prerelease", version.prerelease);
    values.set("semver_build", version.build);
    Ok(())
}

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    for part in ["semver_major", "semver_minor", "semver_patch"] {
        values.set_default(part, 0);
    }
    for part in ["semver_prerelease", "semver_build", "variant"] {
        values.set_default(part, String::new());
    }
    values.set_default("is_invalidated", false);
    values.set_default("is_passing_tests", true);
    values.set_default("is_final", true);
    for made_here in ["revision", "is_finalized_at__date"] {
        values.remove(made_here);
    }
    let Some(application) = values.integer("belongs_to__application") else { return Ok(()) };
    if values.integer("is_final") == Some(1) {
        let revision = release_revision::next(connection, application, 0, &Version::of(values))?;
        values.set("revision", revision);
        values.set("is_finalized_at__date", now_ms());
    }
    Ok(())
}

/// A release that becomes final gets a revision; one that is final and changes its version gets another.
pub(super) fn before_update(connection: &Connection, id: i64, values: &mut Values) -> Result<(), StoreError> {
    let stored = Stored::of(connection, id)?;
    if values.has("revision") {
        // What has a revision is final.
        let is_final = values.integer("revision").is_some();
        values.set("is_final", is_final);
        return Ok(());
    }
    if stored.is_final && values.integer("is_final") == Some(0) {
        return Err(StoreError::rule("Finalized releases cannot be converted to draft."));
    }
    let becomes_final = !stored.is_final && values.integer("is_final") == Some(1);
    if becomes_final {
        values.set("is_finalized_at__date", now_ms());
    }
    let version = stored.version.clone().with(values);
    let application = values.integer("belongs_to__application").unwrap_or(stored.application);
    let is_another = application != stored.application || !version.is_same(&stored.version);
    if becomes_final || (stored.is_final && is_another) {
        let revision = release_revision::next(connection, application, id, &version)?;
        values.set("revision", revision);
    }
    Ok(())
}

/// The rules between a release, its fleet and those that run it.
pub(super) fn necessary(connection: &Connection, id: i64) -> Result<(), StoreError> {
    for (sql, rule) in RULES {
        let is_kept: bool = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
        if !is_kept {
            return Err(StoreError::rule(*rule));
        }
    }
    Ok(())
}

/// Each asks of the release `?1` whether the rule is kept.
const RULES: &[(&str, &str)] = &[
    (
        "SELECT invalidation_reason IS NULL OR is_invalidated FROM release WHERE id = ?1",
        "It is necessary that each release that has an invalidation reason, is invalidated.",
    ),
    (
        "SELECT NOT EXISTS (SELECT 1 FROM release a JOIN release b ON b.belongs_to__application = a.belongs_to__application \
         AND b.id <> a.id AND b.release_version = a.release_version AND b.status = 'success' AND NOT b.is_invalidated \
         WHERE a.id = ?1 AND a.status = 'success' AND NOT a.is_invalidated)",
        "It is necessary that each application that owns a release1 that has a status that is equal to \"success\" and is \
         not invalidated and has a release version, owns at most one release2 that has a status that is equal to \
         \"success\" and is not invalidated and has a release version that is of the release1.",
    ),
    (
        "SELECT NOT EXISTS (SELECT 1 FROM release a JOIN release b ON b.\"commit\" = a.\"commit\" AND b.id <> a.id \
         AND b.belongs_to__application = a.belongs_to__application AND b.status = 'success' \
         WHERE a.id = ?1 AND a.status = 'success')",
        "It is necessary that each application that owns a release1 that has a status that is equal to \"success\" and has a \
         commit1, owns at most one release2 that has a status that is equal to \"success\" and has a commit2 that is equal \
         to the commit1.",
    ),
    (
        "SELECT coalesce(revision, 0) >= 0 FROM release WHERE id = ?1",
        "It is necessary that each release that has a revision, has a revision that is greater than or equal to 0.",
    ),
    (
        "SELECT NOT EXISTS (SELECT 1 FROM release a JOIN release b ON b.belongs_to__application = a.belongs_to__application \
         AND b.id <> a.id AND b.revision = a.revision AND b.semver_major = a.semver_major \
         AND b.semver_minor = a.semver_minor AND b.semver_patch = a.semver_patch \
         AND b.semver_prerelease = a.semver_prerelease AND b.variant = a.variant WHERE a.id = ?1)",
        "It is necessary that each application that owns a release1 that has a revision, owns at most one release2 that has \
         a semver major that is of the release1 and has a semver minor that is of the release1 and has a semver patch that \
         is of the release1 and has a semver prerelease that is of the release1 and has a variant that is of the release1 \
         and has a revision that is of the release1.",
    ),
    (
        "SELECT NOT EXISTS (SELECT 1 FROM device d WHERE d.is_pinned_on__release = ?1 \
         AND NOT (r.status = 'success' AND d.belongs_to__application = r.belongs_to__application)) \
         FROM release r WHERE r.id = ?1",
        "It is necessary that each release that is pinned to a device, has a status that is equal to \"success\" and belongs \
         to an application1 that the device belongs to.",
    ),
    (
        "SELECT NOT EXISTS (SELECT 1 FROM application a WHERE a.should_be_running__release = ?1 \
         AND NOT (r.status = 'success' AND a.id = r.belongs_to__application)) FROM release r WHERE r.id = ?1",
        "It is necessary that each release that should be running on an application, has a status that is equal to \
         \"success\" and belongs to the application.",
    ),
    (
        "SELECT status = 'success' OR NOT EXISTS (SELECT 1 FROM device WHERE should_be_operated_by__release = ?1) \
         FROM release WHERE id = ?1",
        "It is necessary that each release that should operate a device, has a status that is equal to \"success\".",
    ),
    (
        "SELECT (status = 'success' AND (semver_major > 0 OR semver_minor > 0 OR semver_patch > 0)) \
         OR NOT EXISTS (SELECT 1 FROM device WHERE should_be_managed_by__release = ?1) FROM release WHERE id = ?1",
        "It is necessary that each release that should manage a device, has a status that is equal to \"success\" and has a \
         semver major that is greater than 0 or has a semver minor that is greater than 0 or has a semver patch that is \
         greater than 0.",
    ),
];

/// What decides whether a release is tracked may have changed: its fleet looks again.
pub(super) fn after_write(
    connection: &Connection,
    id: i64,
    values: &Values,
    is_new: bool,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let decides = ["revision", "is_passing_tests", "is_invalidated", "status"].iter().any(|column| values.has(column));
    if !decides {
        return Ok(());
    }
    let (application, is_trackable): (i64, bool) = connection
        .prepare_cached(
            "SELECT belongs_to__application, status = 'success' AND is_final AND NOT is_invalidated AND is_passing_tests \
             FROM release WHERE id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if is_new && !is_trackable {
        return Ok(());
    }
    releases::track(connection, application, changes)
}

pub(super) fn before_delete(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let mut target = connection
        .prepare_cached("SELECT is_of__class FROM application WHERE should_be_running__release = ?1 LIMIT 1")?;
    let class: Option<String> = target.query_map([id], |row| row.get(0))?.next().transpose()?;
    if let Some(class) = class {
        let name = releases::raw_version(connection, id)?;
        let message = format!("Unable to delete release {name} because it is the {class}'s target release.");
        return Err(StoreError::rule(message));
    }
    let is_pinned: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM device WHERE is_pinned_on__release = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if is_pinned {
        return Err(StoreError::rule("Unable to delete a release because device(s) are pinned to it."));
    }
    Ok(())
}

/// What a change of a release has to be held against.
struct Stored {
    application: i64,
    is_final: bool,
    version: Version,
}

impl Stored {
    fn of(connection: &Connection, id: i64) -> Result<Self, StoreError> {
        let sql = "SELECT belongs_to__application, revision IS NOT NULL, semver_major, semver_minor, semver_patch, \
             semver_prerelease, variant, semver_build FROM release WHERE id = ?1";
        Ok(connection.prepare_cached(sql)?.query_row(params![id], |row| {
            Ok(Self {
                application: row.get(0)?,
                is_final: row.get(1)?,
                version: Version {
                    core: [row.get(2)?, row.get(3)?, row.get(4)?],
                    prerelease: row.get(5)?,
                    variant: row.get(6)?,
                    build: row.get(7)?,
                },
            })
        })?)
    }
}
