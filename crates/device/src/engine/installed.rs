//! What is installed, as it stands on disk.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::services::spec::ServiceSpec;

/// By application uuid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Installed {
    pub(crate) apps: BTreeMap<String, InstalledApp>,
}

/// One application. During an update its services may be of two releases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InstalledApp {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// The release that runs; the former one until an update is done.
    pub(crate) commit: Option<String>,
    /// By name.
    pub(crate) services: BTreeMap<String, ServiceSpec>,
}

impl Installed {
    /// The images of all services.
    pub(crate) fn images(&self) -> BTreeSet<String> {
        self.apps.values().flat_map(|app| app.services.values()).map(|spec| spec.image.clone()).collect()
    }

    /// The uuid of an application by its id.
    pub(crate) fn uuid_of(&self, id: i64) -> Option<&str> {
        self.apps.iter().find(|(_, app)| app.id == id).map(|(uuid, _)| uuid.as_str())
    }
}
