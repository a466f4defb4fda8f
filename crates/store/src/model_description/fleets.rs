//! Fleets and their services (balena-api.md §6.2, §6.5).

use super::resource::{Kind, Resource, Tenancy, WRITABLE, at_creation, many, reported, writable};

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "application",
        fields: &[
            reported("actor", Kind::Reference("actor")),
            reported("uuid", Kind::Text),
            writable("app_name", Kind::Text),
            reported("slug", Kind::Text),
            at_creation("organization", Kind::Reference("organization")),
            at_creation("application_type", Kind::Reference("application_type")),
            writable("is_for__device_type", Kind::Reference("device_type")),
            at_creation("is_of__class", Kind::Text),
            reported("is_host", Kind::Boolean),
            writable("is_archived", Kind::Boolean),
            writable("is_public", Kind::Boolean),
            writable("should_track_latest_release", Kind::Boolean),
            writable("should_be_running__release", Kind::Reference("release")),
        ],
        links: &[
            many("owns__device", "device", "belongs_to__application"),
            many("owns__release", "release", "belongs_to__application"),
            many("service", "service", "application"),
            many("application_tag", "application_tag", "application"),
            many("application_environment_variable", "application_environment_variable", "application"),
            many("application_config_variable", "application_config_variable", "application"),
        ],
        keys: &[&["slug"], &["uuid"], &["actor"]],
        tenancy: Tenancy::Fleet,
        writes: WRITABLE,
    },
    Resource {
        name: "service",
        fields: &[at_creation("application", Kind::Reference("application")), writable("service_name", Kind::Text)],
        links: &[
            many("is_built_by__image", "image", "is_a_build_of__service"),
            many("service_environment_variable", "service_environment_variable", "service"),
            many("service_label", "service_label", "service"),
            many("service_install", "service_install", "installs__service"),
            many("is_installed_on__device", "service_install", "installs__service"),
        ],
        keys: &[&["application", "service_name"]],
        tenancy: Tenancy::Through("application"),
        writes: WRITABLE,
    },
];
