//! A file of a release (balena-api.md §6.5).

use serde::{Deserialize, Serialize};

use super::Row;

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseAssetRow {
    pub id: i64,
    pub asset_key: String,
    /// None until something is uploaded.
    pub asset: Option<WebResource>,
}

/// What a `WebResource` field is read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebResource {
    pub filename: Option<String>,
    /// An address of the API's own, good for a while.
    pub href: Option<String>,
    pub content_type: Option<String>,
    pub size: Option<u64>,
}

impl WebResource {
    /// The path of the file at the API, without the host (which the page may not reach) and the signature.
    pub fn path(&self) -> Option<&str> {
        let href = self.href.as_deref()?;
        let start = href.find("/release-assets/")?;
        href.get(start..)?.split('?').next()
    }
}

impl Row for ReleaseAssetRow {
    const RESOURCE: &'static str = "release_asset";
    const SELECT: &'static [&'static str] = &["id", "asset_key", "asset"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_without_host_and_signature() {
        let at =
            |href: &str| WebResource { filename: None, href: Some(href.to_owned()), content_type: None, size: None };
        assert_eq!(at("http://a:1/release-assets/7f?expires=1&signature=x").path(), Some("/release-assets/7f"));
        assert_eq!(at("https://elsewhere.example/bucket/7f").path(), None);
    }
}
