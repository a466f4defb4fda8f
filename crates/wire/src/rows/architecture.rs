//! Which processor a fleet, a device type and a host OS are for (balena-api.md §6.3, §6.7).

use serde::{Deserialize, Serialize};

use super::Row;
use super::release::ReleaseName;
use crate::navigation::ToOne;

/// A processor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Architecture {
    pub slug: String,
}

/// A device type, as far as its processor goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfProcessor {
    /// Expanded.
    #[serde(default)]
    pub is_of__cpu_architecture: ToOne<Architecture>,
}

/// A fleet and the processor its containers are built for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetArchitecture {
    pub id: i64,
    pub app_name: String,
    /// Expanded.
    #[serde(default)]
    pub is_for__device_type: ToOne<OfProcessor>,
}

impl FleetArchitecture {
    /// The processor's slug.
    pub fn architecture(&self) -> Option<&str> {
        Some(self.is_for__device_type.get()?.is_of__cpu_architecture.get()?.slug.as_str())
    }
}

impl Row for FleetArchitecture {
    const RESOURCE: &'static str = "application";
    const SELECT: &'static [&'static str] = &["id", "app_name"];
}

/// A device type and its processor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeArchitecture {
    pub name: String,
    /// Expanded.
    #[serde(default)]
    pub is_of__cpu_architecture: ToOne<Architecture>,
}

impl TypeArchitecture {
    /// Its name and its processor's slug.
    pub fn into_pair(self) -> Option<(String, String)> {
        Some((self.name, self.is_of__cpu_architecture.into_inner()?.slug))
    }
}

impl Row for TypeArchitecture {
    const RESOURCE: &'static str = "device_type";
    const SELECT: &'static [&'static str] = &["name"];
}

/// The name of a device type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
}

/// What a host OS is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostApplication {
    /// Expanded.
    #[serde(default)]
    pub is_for__device_type: ToOne<Named>,
}

/// A release of a host OS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRelease {
    #[serde(flatten)]
    pub name: ReleaseName,
    /// Expanded.
    #[serde(default)]
    pub belongs_to__application: ToOne<HostApplication>,
}

impl HostRelease {
    /// The name of the device type it is for.
    pub fn device_type(&self) -> Option<&str> {
        Some(self.belongs_to__application.get()?.is_for__device_type.get()?.name.as_str())
    }
}

impl Row for HostRelease {
    const RESOURCE: &'static str = "release";
    const SELECT: &'static [&'static str] = ReleaseName::SELECT;
}
