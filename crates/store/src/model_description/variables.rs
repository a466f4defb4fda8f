//! Tags, variables and labels (balena-api.md §6.6): a parent, a name that is unique below it, and a value.

use super::resource::{Field, Kind, Resource, Tenancy, WRITABLE, writable};

/// `resource` of `parent` by `name`, and how long a value may be.
macro_rules! named_values {
    ($($resource:literal of $parent:literal by $name:expr, $most:literal),+ $(,)?) => {
        &[$(Resource {
            name: $resource,
            fields: &[
                writable($parent, Kind::Reference($parent)).required(),
                $name,
                writable("value", Kind::Text).required().at_most($most),
            ],
            links: &[],
            keys: &[&[$parent, $name.name]],
            tenancy: Tenancy::Through($parent),
            writes: WRITABLE,
        }),+]
    };
}

const NAME: Field = writable("name", Kind::Text).required().short();
const LABEL: Field = writable("label_name", Kind::Text).required().short();

const fn tag_key(most: usize) -> Field {
    writable("tag_key", Kind::Text).required().short().not_empty().at_most(most)
}

const TAG: Field = tag_key(100);
const RELEASE_TAG: Field = tag_key(164);

pub(super) const RESOURCES: &[Resource] = named_values![
    "application_tag" of "application" by TAG, 1_000,
    "device_tag" of "device" by TAG, 10_000,
    "release_tag" of "release" by RELEASE_TAG, 1_000,
    "application_environment_variable" of "application" by NAME, 100_000,
    "application_config_variable" of "application" by NAME, 100_000,
    "service_environment_variable" of "service" by NAME, 100_000,
    "device_environment_variable" of "device" by NAME, 100_000,
    "device_config_variable" of "device" by NAME, 100_000,
    "device_service_environment_variable" of "service_install" by NAME, 100_000,
    "image_environment_variable" of "release_image" by NAME, 100_000,
    "image_label" of "release_image" by LABEL, 300,
    "service_label" of "service" by LABEL, 300,
];
