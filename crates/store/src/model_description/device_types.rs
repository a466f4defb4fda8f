//! Device types and what they are made of (balena-api.md §6.3), and the kinds of fleets.

use super::resource::{Kind, Link, READ_ONLY, Resource, Tenancy, many, reported};

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "cpu_architecture",
        fields: &[reported("slug", Kind::Text)],
        links: &[
            many("device_type", "device_type", "is_of__cpu_architecture"),
            many("is_supported_by__device_type", "device_type", "is_of__cpu_architecture"),
        ],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_manufacturer",
        fields: &[reported("slug", Kind::Text), reported("name", Kind::Text)],
        links: &[many("manufactures__device_family", "device_family", "is_manufactured_by__device_manufacturer")],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_family",
        fields: &[
            reported("slug", Kind::Text),
            reported("name", Kind::Text),
            reported("is_manufactured_by__device_manufacturer", Kind::Reference("device_manufacturer")),
        ],
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
            Link::Alias { name: "supports__cpu_architecture", field: "is_of__cpu_architecture" },
            many("device_type_alias", "device_type_alias", "device_type"),
            many("is_referenced_by__alias", "device_type_alias", "device_type"),
            many("is_default_for__application", "application", "is_for__device_type"),
            many("device", "device", "is_of__device_type"),
            many("describes__device", "device", "is_of__device_type"),
        ],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
    Resource {
        name: "device_type_alias",
        fields: &[
            reported("device_type", Kind::Reference("device_type")),
            reported("is_referenced_by__alias", Kind::Text),
        ],
        links: &[Link::Alias { name: "references__device_type", field: "device_type" }],
        keys: &[&["is_referenced_by__alias"], &["device_type", "is_referenced_by__alias"]],
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
            reported("supports_gateway_mode", Kind::Boolean),
            reported("is_legacy", Kind::Boolean),
            reported("requires_payment", Kind::Boolean),
            reported("needs__os_version_range", Kind::Text),
            reported("maximum_device_count", Kind::Integer),
            reported("description", Kind::Text),
        ],
        links: &[many("is_of__application", "application", "application_type")],
        keys: &[&["slug"]],
        tenancy: Tenancy::Public,
        writes: READ_ONLY,
    },
];
