//! Which releases and images a report may name: successful ones of applications that concern the device (balena-api.md §7).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

use super::report_body::App;
use super::report_installs::Said;

/// The releases of one reported application by commit, and what is said of their images.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) releases: BTreeMap<String, i64>,
    pub(super) said: Vec<Said>,
}

/// What the application's report names.
///
/// # Errors
/// [`StoreError::Forbidden`] if a commit is not of a successful release of an application that is the device's fleet, runs on
/// it, or is public for its device type; or if not every image is part of the releases named.
pub(super) fn named(connection: &Connection, device: i64, uuid: &str, app: &App) -> Result<Named, StoreError> {
    let mut named = Named::default();
    for commit in app.runs.iter().chain(app.releases.keys()) {
        if !named.releases.contains_key(commit) {
            named.releases.insert(commit.clone(), release(connection, device, uuid, commit)?);
        }
    }
    let services =
        || app.releases.iter().flat_map(|(commit, release)| release.services.iter().map(move |s| (commit, s)));
    let mut images: BTreeMap<&str, i64> = BTreeMap::new();
    let mut found = 0;
    let mut asked = 0;
    for (_, service) in services() {
        asked += 1;
        let (location, digest) = service.image.split_once('@').unwrap_or((&service.image, ""));
        if images.contains_key(location) {
            continue;
        }
        for release in named.releases.values() {
            if let Some(image) = image_of(connection, *release, location, digest)? {
                images.insert(location, image);
                found += 1;
            }
        }
    }
    // As the API counts: each image once for each of the releases it is part of.
    if found != asked {
        return Err(StoreError::Forbidden);
    }
    for (commit, service) in services() {
        let location = service.image.split_once('@').map_or(service.image.as_str(), |(location, _)| location);
        let (Some(image), Some(release)) = (images.get(location), named.releases.get(commit)) else {
            return Err(StoreError::Forbidden);
        };
        named.said.push(Said { image: *image, release: *release, state: service.state.clone() });
    }
    Ok(named)
}

fn release(connection: &Connection, device: i64, app_uuid: &str, commit: &str) -> Result<i64, StoreError> {
    connection
        .prepare_cached(
            "SELECT r.id FROM release r JOIN application a ON a.id = r.belongs_to__application JOIN device d ON d.id = ?1 \
             WHERE a.uuid = ?2 AND r.\"commit\" = ?3 AND r.status = 'success' AND (a.id = d.belongs_to__application \
              OR r.id IN (d.should_be_managed_by__release, d.should_be_operated_by__release) \
              OR (a.is_public AND a.is_for__device_type = d.is_of__device_type))",
        )?
        .query_row(params![device, app_uuid, commit], |row| row.get(0))
        .optional()?
        .ok_or(StoreError::Forbidden)
}

/// The release's image at a location; a digest, if one is given, must be the image's.
fn image_of(connection: &Connection, release: i64, location: &str, digest: &str) -> Result<Option<i64>, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT i.id FROM release_image ri JOIN image i ON i.id = ri.image WHERE ri.is_part_of__release = ?1 \
             AND i.is_stored_at__image_location = ?2 AND (?3 = '' OR i.content_hash = ?3)",
        )?
        .query_row(params![release, location, digest], |row| row.get(0))
        .optional()?;
    Ok(found)
}
