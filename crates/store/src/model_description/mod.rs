//! The model of the balena API as data: which resources there are. Names are balena's (balena-api.md §6).

mod device_status;
mod device_types;
mod devices;
mod fleets;
mod identity;
mod long_names;
pub(crate) mod release_version;
mod releases;
pub(crate) mod resource;
mod v6;
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

/// A version of the API's model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    V7,
    /// What it was before: read and written by translation (`v6`).
    V6,
}

impl Model {
    /// The resource of this name.
    pub(crate) fn resource(self, name: &str) -> Option<&'static Resource> {
        match self {
            Self::V7 => resource(name),
            Self::V6 => v6::resource(name, resource),
        }
    }
}

/// The resource of this name, today.
pub(crate) fn resource(name: &str) -> Option<&'static Resource> {
    let name = long_names::short_of(name).unwrap_or(name);
    all().find(|resource| resource.name == name)
}

/// `overall_status` of a row of `device` as SQL.
pub(crate) fn overall_status(row: &str) -> String {
    device_status::OVERALL_STATUS.replace("{t}", row)
}

/// Every resource there is.
pub(crate) fn all() -> impl Iterator<Item = &'static Resource> {
    GROUPS.iter().flat_map(|group| group.iter())
}

#[cfg(test)]
mod tests {
    use super::resource::Write;
    use super::*;

    #[test]
    fn what_was_otherwise_in_v6_is_found_under_its_name() {
        let device = Model::V6.resource("device").unwrap();
        assert!(device.field("is_pinned_on__release").is_none());
        assert!(device.field("should_be_running__release").is_some_and(|field| field.write == Write::Always));
        assert!(Model::V6.resource("my_application").is_some_and(|resource| resource.name == "application"));
        assert!(Model::V6.resource("release_asset").is_none());
        assert!(std::ptr::eq(Model::V6.resource("device_tag").unwrap(), resource("device_tag").unwrap()));
    }
}
