//! Fleets and their services (balena-api.md §6.2, §6.5).

use super::resource::{Kind, Resource, Tenancy, WRITABLE, many, reported, writable};

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "application",
        fields: &[
            reported("actor", Kind::Reference("actor")).required(),
            writable("should_track_latest_release", Kind::Boolean).required(),
            writable("is_of__class", Kind::Text).required().short().one_of(&["fleet", "block", "app"]),
            writable("organization", Kind::Reference("organization")).required(),
            writable("app_name", Kind::Text).required().at_least(4).at_most(100),
            writable("slug", Kind::Text).required().short().at_least(6).at_most(321),
            writable("is_for__device_type", Kind::Reference("device_type")).required(),
            writable("should_be_running__release", Kind::Reference("release")),
            writable("application_type", Kind::Reference("application_type")).required(),
            writable("is_host", Kind::Boolean).required(),
            writable("is_archived", Kind::Boolean).required(),
            writable("uuid", Kind::Text).required(),
            writable("is_public", Kind::Boolean).required(),
        ],
        links: &[
            many("owns__device", "device", "belongs_to__application"),
            many("owns__release", "release", "belongs_to__application"),
            many("service", "service", "application"),
            many("application_tag", "application_tag", "application"),
            many("application_environment_variable", "application_environment_variable", "application"),
            many("application_config_variable", "application_config_variable", "application"),
            many(
                "is_directly_accessible_by__user",
                "user__has_direct_access_to__application",
                "has_direct_access_to__application",
            ),
        ],
        keys: &[&["slug"], &["uuid"], &["actor"]],
        tenancy: Tenancy::Fleet,
        writes: WRITABLE,
    },
    Resource {
        name: "service",
        fields: &[
            writable("application", Kind::Reference("application")).required(),
            writable("service_name", Kind::Text).required().short().not_empty().at_most(63),
        ],
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
