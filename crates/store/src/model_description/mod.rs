//! The model of the balena API as data: which resources there are. Names are balena's (balena-api.md §6).

mod device_status;
mod device_types;
mod devices;
mod fleets;
mod identity;
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

/// Other names of resources in URLs.
const ALIASES: [(&str, &str); 2] =
    [("user_public_key", "user__has__public_key"), ("image__is_part_of__release", "release_image")];

/// The resource of this name.
pub(crate) fn resource(name: &str) -> Option<&'static Resource> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, real)| *real);
    GROUPS.iter().flat_map(|group| group.iter()).find(|resource| resource.name == name)
}
