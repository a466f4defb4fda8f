//! How a release was built: the builder's own log, and each image's log and Dockerfile; read when somebody looks.

use leptos::prelude::*;
use odata::Query;
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::release_detail::ReleaseBuildRow;
use wire::rows::release_image::ImageBuildRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Whose build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Built {
    /// The release as a whole, by its number.
    Release(i64),
    /// One image, by its number.
    Image(i64),
}

/// What is kept of a build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Build {
    pub log: Option<String>,
    pub dockerfile: Option<String>,
}

/// Reads the build asked for; none is read while nothing is.
pub fn of(built: Signal<Option<Built>>) -> Remote<Build, Failure> {
    let hub = use_hub();
    Remote::keyed(move || built.get(), move |built| async move { hub.heard(read(hub, built).await) })
}

async fn read(hub: Hub, built: Built) -> Result<Build, Failure> {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    match built {
        Built::Release(id) => {
            let query = Query::of(ReleaseBuildRow::RESOURCE).id(id).select(ReleaseBuildRow::SELECT.iter().copied());
            let row = hub.client().row::<ReleaseBuildRow>(query, "release").await?;
            Ok(Build { log: filled(row.build_log), dockerfile: None })
        }
        Built::Image(id) => {
            let query = Query::of(ImageBuildRow::RESOURCE).id(id).select(ImageBuildRow::SELECT.iter().copied());
            let row = hub.client().row::<ImageBuildRow>(query, "image").await?;
            Ok(Build { log: filled(row.build_log), dockerfile: filled(row.dockerfile) })
        }
    }
}
