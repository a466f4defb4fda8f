//! Tags, variables and labels (balena-api.md §6.6): a parent, a name that is unique below it, and a value.

use super::resource::{Kind, Resource, Tenancy, WRITABLE, at_creation, writable};

macro_rules! named_values {
    ($($resource:literal of $parent:literal by $name:literal),+ $(,)?) => {
        &[$(Resource {
            name: $resource,
            fields: &[
                at_creation($parent, Kind::Reference($parent)),
                at_creation($name, Kind::Text),
                writable("value", Kind::Text),
            ],
            links: &[],
            keys: &[&[$parent, $name]],
            tenancy: Tenancy::Through($parent),
            writes: WRITABLE,
        }),+]
    };
}

pub(super) const RESOURCES: &[Resource] = named_values![
    "application_tag" of "application" by "tag_key",
    "device_tag" of "device" by "tag_key",
    "release_tag" of "release" by "tag_key",
    "application_environment_variable" of "application" by "name",
    "application_config_variable" of "application" by "name",
    "service_environment_variable" of "service" by "name",
    "device_environment_variable" of "device" by "name",
    "device_config_variable" of "device" by "name",
    "device_service_environment_variable" of "service_install" by "name",
    "image_environment_variable" of "release_image" by "name",
    "image_label" of "release_image" by "label_name",
    "service_label" of "service" by "label_name",
];
