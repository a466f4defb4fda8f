//! Device types and what they are made of (balena-api.md §6.3), and the kinds of fleets.

use super::resource::{Kind, READ_ONLY, Resource, Tenancy, many, reported};

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "cpu_architecture",
        fields: &[reported("slug", Kind::Text)],
        links: &[many("is_supported_by__device_type", "device_type", "is_of__cpu_architecture")],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_family",
        fields: &[reported("slug", Kind::Text), reported("name", Kind::Text)],
        links: &[many("device_type", "device_type", "belongs_to__device_family")],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_type",
        fields: &[
            reported("slug", Kind::Text),
            reported("name", Kind::Text),
            reported("is_of__cpu_architecture", Kind::Reference("cpu_architecture")),
            reported("belongs_to__device_family", Kind::Reference("device_family")),
            reported("logo", Kind::Text),
            reported("contract", Kind::Json),
        ],
        links: &[
            many("device_type_alias", "device_type_alias", "references__device_type"),
            many("is_default_for__application", "application", "is_for__device_type"),
            many("describes__device", "device", "is_of__device_type"),
        ],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_type_alias",
        fields: &[
            reported("is_referenced_by__alias", Kind::Text),
            reported("references__device_type", Kind::Reference("device_type")),
        ],
        links: &[],
        keys: &[&["is_referenced_by__alias"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "application_type",
        fields: &[
            reported("name", Kind::Text),
            reported("slug", Kind::Text),
            reported("supports_multicontainer", Kind::Boolean),
            reported("supports_web_url", Kind::Boolean),
            reported("is_legacy", Kind::Boolean),
            reported("requires_payment", Kind::Boolean),
            reported("needs__os_version_range", Kind::Text),
            reported("maximum_device_count", Kind::Integer),
        ],
        links: &[many("application", "application", "application_type")],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
];
