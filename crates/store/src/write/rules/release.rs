//! Releases: versions, finality, invalidation, and when one may go (balena-api.md §6.5).

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::changes::Changes;
use crate::clock::now_ms;
use crate::domain::releases;
use crate::error::StoreError;

use super::super::values::Values;
use super::semver;
use super::text::one_of;

const STATUSES: &[&str] = &["running", "success", "failed", "error", "cancelled", "interrupted"];
const PHASES: &[&str] = &["next", "current", "sunset", "end-of-life"];
const SEMVER: [&str; 5] = ["semver_major", "semver_minor", "semver_patch", "semver_prerelease", "semver_build"];

pub(super) fn before_create(connection: &Connection, values: &mut Values) -> Result<(), StoreError> {
    let application = values
        .integer("belongs_to__application")
        .ok_or_else(|| StoreError::bad_request("\"belongs_to__application\" is missing."))?;
    let commit = values.text("commit").ok_or_else(|| StoreError::bad_request("\"commit\" is missing."))?.to_owned();
    if commit.is_empty() || commit.len() > 40 || !commit.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(StoreError::rule("A commit is 1 to 40 letters and digits."));
    }
    let now = now_ms();
    values.set_default("status", "running".to_owned());
    values.set_default("source", "cloud".to_owned());
    values.set_default("composition", "{}".to_owned());
    values.set_default("start_timestamp", now);
    values.set_default("update_timestamp", now);
    values.set_default("is_invalidated", false);
    values.set_default("is_passing_tests", true);
    values.set_default("is_final", true);
    values.set_default("variant", String::new());
    values.set_default("semver", "0.0.0".to_owned());
    split_semver(values)?;
    check_words(values)?;
    if values.text("invalidation_reason").is_some() && values.integer("is_invalidated") != Some(1) {
        return Err(reason_without_invalidation());
    }
    if values.text("status") == Some("success") {
        check_commit(connection, 0, application, &commit)?;
    }
    if values.integer("is_final") == Some(1) {
        values.set("is_finalized_at__date", now);
        let revision = next_revision(connection, 0, application, values)?;
        values.set("revision", revision);
    }
    Ok(())
}

pub(super) fn before_update(connection: &Connection, id: i64, values: &mut Values) -> Result<(), StoreError> {
    split_semver(values)?;
    check_words(values)?;
    let now = now_ms();
    let stored = Stored::of(connection, id)?;
    if values.has("is_final") && values.integer("is_final") != Some(1) && stored.is_final {
        return Err(StoreError::rule("Finalized releases cannot be converted to draft."));
    }
    let is_invalidated = values.integer("is_invalidated").map_or(stored.is_invalidated, |value| value == 1);
    let has_reason = if values.has("invalidation_reason") {
        values.text("invalidation_reason").is_some()
    } else {
        stored.has_reason
    };
    if has_reason && !is_invalidated {
        return Err(reason_without_invalidation());
    }
    if values.text("status") == Some("success") {
        check_commit(connection, id, stored.application, &stored.commit)?;
    }
    let becomes_final = !stored.is_final && values.integer("is_final") == Some(1);
    let is_renamed = SEMVER.iter().chain(&["variant"]).any(|column| values.has(column));
    if becomes_final {
        values.set("is_finalized_at__date", now);
    }
    if becomes_final || (stored.is_final && is_renamed) {
        let mut whole = stored.version;
        whole.0.extend(values.0.clone());
        let revision = next_revision(connection, id, stored.application, &whole)?;
        values.set("revision", revision);
    }
    values.set_default("update_timestamp", now);
    Ok(())
}

pub(super) fn after_write(connection: &Connection, id: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let application: i64 = connection
        .prepare_cached("SELECT belongs_to__application FROM release WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    releases::track(connection, application, changes)
}

pub(super) fn before_delete(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let is_pinned: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM device WHERE is_pinned_on__release = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if is_pinned {
        return Err(StoreError::rule("Unable to delete a release because device(s) are pinned to it."));
    }
    let is_target: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM application WHERE should_be_running__release = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if is_target {
        let name = releases::raw_version(connection, id)?;
        let message = format!("Unable to delete release {name} because it is the fleet's target release.");
        return Err(StoreError::rule(message));
    }
    Ok(())
}

/// What a change of a release has to be held against.
struct Stored {
    application: i64,
    commit: String,
    is_final: bool,
    is_invalidated: bool,
    has_reason: bool,
    version: Values,
}

impl Stored {
    fn of(connection: &Connection, id: i64) -> Result<Self, StoreError> {
        let sql = "SELECT belongs_to__application, \"commit\", is_final, is_invalidated, invalidation_reason IS NOT NULL, \
             semver_major, semver_minor, semver_patch, semver_prerelease, semver_build, variant FROM release WHERE id = ?1";
        Ok(connection.prepare_cached(sql)?.query_row([id], |row| {
            let mut version = Values::default();
            for (at, column) in SEMVER.into_iter().chain(["variant"]).enumerate() {
                version.set(column, row.get::<_, Value>(at + 5)?);
            }
            Ok(Self {
                application: row.get(0)?,
                commit: row.get(1)?,
                is_final: row.get(2)?,
                is_invalidated: row.get(3)?,
                has_reason: row.get(4)?,
                version,
            })
        })?)
    }
}

fn split_semver(values: &mut Values) -> Result<(), StoreError> {
    let Some(value) = values.remove("semver") else { return Ok(()) };
    let Value::Text(text) = value else { return Err(StoreError::rule("Invalid semver format")) };
    let version = semver::parse(&text)?;
    values.set("semver_major", version.major);
    values.set("semver_minor", version.minor);
    values.set("semver_patch", version.patch);
    values.set("semver_prerelease", version.prerelease);
    values.set("semver_build", version.build);
    Ok(())
}

fn check_words(values: &Values) -> Result<(), StoreError> {
    one_of("release", "status", values.text("status"), STATUSES)?;
    one_of("release", "phase", values.text("phase"), PHASES)?;
    one_of("release", "source", values.text("source"), &["cloud", "local"])
}

fn reason_without_invalidation() -> StoreError {
    StoreError::rule("It is necessary that each release that has an invalidation reason, is invalidated.")
}

fn check_commit(connection: &Connection, id: i64, application: i64, commit: &str) -> Result<(), StoreError> {
    let other: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM release WHERE \"commit\" = ?1 AND belongs_to__application = ?2 AND status = 'success' AND id <> ?3",
        )?
        .query_row(params![commit, application, id], |row| row.get(0))
        .optional()?;
    if other.is_none() {
        return Ok(());
    }
    Err(StoreError::rule(
        "It is necessary that each application that owns a release1 that has a status that is equal to \"success\" and has a \
         commit1, owns at most one release2 that has a status that is equal to \"success\" and has a commit2 that is equal \
         to the commit1.",
    ))
}

/// One more than the greatest among the fleet's other final releases of the same version; 0 for the first.
fn next_revision(connection: &Connection, id: i64, application: i64, version: &Values) -> Result<i64, StoreError> {
    let part = |column: &str| version.0.get(column).cloned().unwrap_or(Value::Null);
    Ok(connection
        .prepare_cached(
            "SELECT coalesce(max(revision) + 1, 0) FROM release WHERE belongs_to__application = ?1 AND id <> ?2 AND is_final \
             AND semver_major = ?3 AND semver_minor = ?4 AND semver_patch = ?5 AND semver_prerelease = ?6 \
             AND semver_build = ?7 AND variant = ?8",
        )?
        .query_row(
            params![
                application,
                id,
                part("semver_major"),
                part("semver_minor"),
                part("semver_patch"),
                part("semver_prerelease"),
                part("semver_build"),
                part("variant"),
            ],
            |row| row.get(0),
        )?)
}
