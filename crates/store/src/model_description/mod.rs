//! The model of the balena API as data: which resources there are. Names are balena's (balena-api.md §6).

mod device_status;
mod device_types;
mod devices;
mod fleets;
mod identity;
mod long_names;
mod release_version;
mod releases;
pub(crate) mod resource;
mod variables;

use resource::Resource;

const GROUPS: [&[Resource]; 6] = [
    identity::RESOURCES,
    device_types::RESOURCES,
    fleets::RESOURCES,
    devices::RESOURCES,
    releases::RESOURCES,
    variables::RESOURCES,
];

/// The resource of this name.
pub(crate) fn resource(name: &str) -> Option<&'static Resource> {
    let name = long_names::short_of(name).unwrap_or(name);
    all().find(|resource| resource.name == name)
}

/// Every resource there is.
pub(crate) fn all() -> impl Iterator<Item = &'static Resource> {
    GROUPS.iter().flat_map(|group| group.iter())
}
