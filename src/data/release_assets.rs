//! Files of a release: sent as forms, taken away by number. They are fetched by their own addresses.

use odata::Query;
use wire::rows::Row;
use wire::rows::release_asset::ReleaseAssetRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Where forms with files go; the resource of `ReleaseAssetRow`.
const PATH: &str = "/api/v7/release_asset";

/// Writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseAssets(Hub);

/// The way to write.
pub fn use_release_assets() -> ReleaseAssets {
    ReleaseAssets(use_hub())
}

impl ReleaseAssets {
    /// Adds a file under a key that the release does not have yet.
    pub async fn upload(self, release: i64, key: String, file: web_sys::File) -> Result<(), Failure> {
        let fields = [("release", release.to_string()), ("asset_key", key)];
        let answer = self.0.client().post_file(PATH.to_owned(), &fields, ("asset", &file)).await;
        self.0.heard(answer)
    }

    /// Takes a file away.
    pub async fn delete(self, asset: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of(ReleaseAssetRow::RESOURCE).id(asset)).await)
    }
}
