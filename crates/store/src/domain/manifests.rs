//! What an image consists of: the manifest devices read before they download its layers.

use rusqlite::{Connection, OptionalExtension, params};
use wire::manifest::Manifest;

use crate::error::StoreError;

/// A manifest and the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredManifest {
    pub image: i64,
    /// `sha256:…` of `body`.
    pub digest: String,
    /// The JSON exactly as it was stored, so that the digest stays right.
    pub body: String,
}

impl StoredManifest {
    /// The manifest as a type.
    ///
    /// # Errors
    /// [`StoreError::Internal`] if what is stored is none.
    pub fn manifest(&self) -> Result<Manifest, StoreError> {
        serde_json::from_str(&self.body)
            .map_err(|error| StoreError::internal(format!("a stored manifest is none: {error}")))
    }
}

/// Keeps an image's manifest.
pub fn set(connection: &Connection, stored: &StoredManifest) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO image_manifest (image, digest, manifest) VALUES (?1, ?2, ?3) \
             ON CONFLICT (image) DO UPDATE SET digest = ?2, manifest = ?3",
        )?
        .execute(params![stored.image, stored.digest, stored.body])?;
    Ok(())
}

/// An image's manifest.
pub fn of_image(connection: &Connection, image: i64) -> Result<Option<StoredManifest>, StoreError> {
    let sql = "SELECT image, digest, manifest FROM image_manifest WHERE image = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([image], |row| Ok(StoredManifest { image: row.get(0)?, digest: row.get(1)?, body: row.get(2)? }));
    Ok(found.optional()?)
}

/// Whether a device may fetch a blob or manifest of this image: it is part of a release of the device's fleet.
pub fn may_fetch(connection: &Connection, device: i64, image: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM device d JOIN service s ON s.application = d.belongs_to__application \
             JOIN image i ON i.is_a_build_of__service = s.id WHERE d.id = ?1 AND i.id = ?2)",
        )?
        .query_row([device, image], |row| row.get(0))?)
}
