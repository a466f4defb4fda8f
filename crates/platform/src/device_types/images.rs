//! How large the OS images of host releases are, from the assets kept with the releases.

use model::os_version::OsVersion;
use serde::Deserialize;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::State;

/// The parts of an image: `compressed/<name>.deflate`.
const PARTS: &str = "release_asset($select=asset;$filter=startswith(asset_key,'compressed/')%20and%20\
                     endswith(asset_key,'.deflate'))";
/// Out before not out, newest first, for production before development.
const ORDER: &str = "is_final%20desc,semver_major%20desc,semver_minor%20desc,semver_patch%20desc,revision%20desc,\
                     semver_prerelease%20desc,variant%20desc,created_at%20desc";

#[derive(Deserialize)]
struct Release {
    id: i64,
}

#[derive(Deserialize)]
struct WithAssets {
    #[serde(rename = "release_asset")]
    assets: Vec<Asset>,
}

#[derive(Deserialize)]
struct Asset {
    asset: Option<File>,
}

#[derive(Deserialize)]
struct File {
    size: Option<u64>,
}

/// Bytes of the image of this version, or of the newest. None when there is no such release, or none with an image.
pub(crate) async fn size(state: &State, device_type: i64, version: Option<&OsVersion>) -> Result<Option<u64>, Refusal> {
    let which = match version {
        None => "is_invalidated%20eq%20false%20and%20semver_major%20lt%202000".to_owned(),
        Some(version) => exactly(version),
    };
    let filter = format!(
        "belongs_to__application/any(a:a/is_host%20eq%20true%20and%20a/is_for__device_type%20eq%20{device_type}%20and%20\
         not(a/application_tag/any(t:t/tag_key%20eq%20'release-policy')))%20and%20status%20eq%20'success'%20and%20{which}"
    );
    let query = format!("release?$select=id&$filter={filter}&$orderby={ORDER}&$top=1");
    let found: Vec<Release> = rows(state, Access::System, &query).await?;
    let Some(release) = found.first() else { return Ok(None) };
    let query = format!("release({})?$select=id&$expand={PARTS}", release.id);
    let found: Vec<WithAssets> = rows(state, Access::System, &query).await?;
    let assets = found.into_iter().flat_map(|release| release.assets);
    let sizes: Vec<u64> = assets.map(|asset| asset.asset.and_then(|file| file.size).unwrap_or_default()).collect();
    Ok((!sizes.is_empty()).then(|| sizes.into_iter().fold(0, u64::saturating_add)))
}

/// Every part of the version is the release's. What a version is made of has no signs that a query would read.
fn exactly(version: &OsVersion) -> String {
    let variant = version.variant().unwrap_or_default();
    let build: Vec<&str> = version.build.iter().map(String::as_str).filter(|part| *part != variant).collect();
    let revision = version.revision();
    format!(
        "semver_major%20eq%20{}%20and%20semver_minor%20eq%20{}%20and%20semver_patch%20eq%20{}%20and%20\
         semver_prerelease%20eq%20'{}'%20and%20semver_build%20eq%20'{}'%20and%20variant%20eq%20'{variant}'%20and%20\
         (revision%20eq%20null%20or%20revision%20eq%20{revision})",
        version.major,
        version.minor,
        version.patch,
        version.prerelease.join("."),
        build.join("."),
    )
}
