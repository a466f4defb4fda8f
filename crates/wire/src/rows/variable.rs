//! A variable of any level (balena-api.md §6.6): name, value and the row it hangs on.

use serde::{Deserialize, Serialize};

use crate::navigation::Deferred;

/// A variable; of the parents the one its resource has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableRow {
    pub id: i64,
    pub name: String,
    pub value: String,
    #[serde(default)]
    pub application: Option<Deferred>,
    #[serde(default)]
    pub service: Option<Deferred>,
    #[serde(default)]
    pub device: Option<Deferred>,
    #[serde(default)]
    pub service_install: Option<Deferred>,
}

impl VariableRow {
    /// `$select`, beside the parent.
    pub const SELECT: [&'static str; 3] = ["id", "name", "value"];

    /// The row it hangs on.
    pub fn parent(&self) -> Option<i64> {
        let parents = [self.application, self.service, self.device, self.service_install];
        parents.into_iter().flatten().next().map(|parent| parent.id)
    }
}

/// The name of a variable that a device sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableName {
    pub name: String,
    #[serde(default)]
    pub device: Option<Deferred>,
    /// Expanded, of those for one service.
    #[serde(default)]
    pub service_install: Vec<InstallOf>,
}

/// A service on a device, both by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallOf {
    #[serde(default)]
    pub device: Option<Deferred>,
    #[serde(default)]
    pub installs__service: Option<Deferred>,
}

/// A service on a device (balena-api.md §6.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInstallRow {
    pub id: i64,
    #[serde(default)]
    pub installs__service: Option<Deferred>,
}
