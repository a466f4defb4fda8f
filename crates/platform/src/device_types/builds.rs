//! The newest host OS of each device type, where its releases are in the database (balena-api.md §6.7).

use std::collections::BTreeMap;

use serde::Deserialize;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::State;

const QUERY: &str = "application?$select=id&$filter=is_host%20eq%20true&$expand=is_for__device_type($select=slug),\
                     owns__release($select=raw_version;$filter=status%20eq%20'success'%20and%20is_final%20eq%20true%20and%20\
                     is_invalidated%20eq%20false;$orderby=semver_major%20desc,semver_minor%20desc,semver_patch%20desc,\
                     revision%20desc;$top=1)";

#[derive(Deserialize)]
struct HostApp {
    #[serde(rename = "is_for__device_type")]
    device_type: Vec<DeviceType>,
    #[serde(rename = "owns__release")]
    releases: Vec<Release>,
}

#[derive(Deserialize)]
struct DeviceType {
    slug: String,
}

#[derive(Deserialize)]
struct Release {
    raw_version: String,
}

/// Versions by the device type's slug.
pub(crate) async fn newest(state: &State) -> Result<BTreeMap<String, String>, Refusal> {
    let apps: Vec<HostApp> = rows(state, Access::System, QUERY).await?;
    let newest = apps.into_iter().filter_map(|app| {
        let (device_type, release) = (app.device_type.into_iter().next()?, app.releases.into_iter().next()?);
        Some((device_type.slug, release.raw_version))
    });
    Ok(newest.collect())
}
