//! Files of releases: which the rows name, and those that are still coming in parts (balena-api.md §6.5).

use odata::Request;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::access::Access;
use crate::clock::now_ms;
use crate::error::StoreError;
use crate::{compile, write};

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    pub filename: String,
    pub content_type: String,
}

/// A file that comes in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingUpload {
    pub uuid: String,
    pub filename: String,
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// What each part but the last has, in bytes; at least 1.
    pub chunk_size: u64,
}

impl PendingUpload {
    /// The parts' numbers, from 1, and sizes.
    pub fn parts(&self) -> Vec<(u64, u64)> {
        let chunk = self.chunk_size.max(1);
        (0..self.size.div_ceil(chunk)).map(|at| (at + 1, chunk.min(self.size - at * chunk))).collect()
    }
}

/// The files that rows name, by their names on the disk.
pub fn files(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut files = connection.prepare("SELECT asset ->> 'href' FROM release_asset WHERE asset IS NOT NULL")?;
    Ok(files.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The file of this name, if the caller sees the row that names it.
pub fn by_file(connection: &Connection, access: Access, file: &str) -> Result<Option<AssetFile>, StoreError> {
    let found: Option<(i64, AssetFile)> = connection
        .prepare_cached(
            "SELECT id, asset ->> 'filename', asset ->> 'content_type' FROM release_asset WHERE asset ->> 'href' = ?1",
        )?
        .query_row([file], |row| Ok((row.get(0)?, AssetFile { filename: row.get(1)?, content_type: row.get(2)? })))
        .optional()?;
    let Some((id, asset)) = found else { return Ok(None) };
    let request: Request = odata::Query::of("release_asset").id(id).into();
    let is_seen = !compile::ids(connection, access, &request)?.is_empty();
    Ok(is_seen.then_some(asset))
}

/// The one row of a request, if the caller may change it.
///
/// # Errors
/// [`StoreError::Forbidden`] for who only looks on.
pub fn writable(connection: &Connection, access: Access, request: &Request) -> Result<Option<i64>, StoreError> {
    match compile::ids(connection, access, request)?.as_slice() {
        [id] if write::may_change(connection, access, "release_asset", *id)? => Ok(Some(*id)),
        _ => Ok(None),
    }
}

/// Notes an upload of a row's file, until `expires_at` (milliseconds since 1970).
///
/// # Errors
/// [`StoreError::Rule`] if `most` of the row's are under way.
pub fn begin(
    connection: &Connection,
    asset: i64,
    upload: &PendingUpload,
    expires_at: i64,
    most: u32,
) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM asset_upload WHERE expires_at <= ?1")?.execute([now_ms()])?;
    let under_way: u32 = connection
        .prepare_cached("SELECT count(*) FROM asset_upload WHERE release_asset = ?1")?
        .query_row([asset], |row| row.get(0))?;
    if under_way >= most {
        let message = format!("The asset has {most} uploads under way: commit or cancel one of them.");
        return Err(StoreError::rule(message));
    }
    connection
        .prepare_cached(
            "INSERT INTO asset_upload (uuid, release_asset, filename, content_type, size, chunk_size, expires_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            upload.uuid,
            asset,
            upload.filename,
            upload.content_type,
            upload.size.cast_signed(),
            upload.chunk_size.cast_signed(),
            expires_at
        ])?;
    Ok(())
}

/// The upload, if it is of this row (or of any) and has not run out.
pub fn pending(
    connection: &Connection,
    asset: Option<i64>,
    uuid: &str,
    now: i64,
) -> Result<Option<PendingUpload>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(PendingUpload {
            uuid: row.get(0)?,
            filename: row.get(1)?,
            content_type: row.get(2)?,
            size: row.get::<_, i64>(3)?.cast_unsigned(),
            chunk_size: row.get::<_, i64>(4)?.cast_unsigned(),
        })
    };
    Ok(connection
        .prepare_cached(
            "SELECT uuid, filename, content_type, size, chunk_size FROM asset_upload \
             WHERE uuid = ?1 AND (?2 IS NULL OR release_asset = ?2) AND expires_at > ?3",
        )?
        .query_row(params![uuid, asset, now], read)
        .optional()?)
}

/// Every upload that has not run out.
pub fn all_pending(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut uploads = connection.prepare("SELECT uuid FROM asset_upload WHERE expires_at > ?1")?;
    Ok(uploads.query_map([now_ms()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Forgets an upload.
pub fn end(connection: &Connection, uuid: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM asset_upload WHERE uuid = ?1")?.execute([uuid])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::PendingUpload;

    proptest! {
        #[test]
        fn parts_are_the_whole(size in 0_u64..1_000, chunk_size in 1_u64..50) {
            let upload = PendingUpload { uuid: String::new(), filename: String::new(), content_type: String::new(), size, chunk_size };
            let parts = upload.parts();
            prop_assert_eq!(parts.iter().map(|(_, size)| size).sum::<u64>(), size);
            prop_assert!(parts.iter().zip(1..).all(|((number, size), at)| *number == at && *size > 0 && *size <= chunk_size));
        }
    }
}
