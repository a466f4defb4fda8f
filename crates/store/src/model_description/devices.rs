//! Devices and what is installed on them (balena-api.md §6.4, §6.5).

use super::device_status::{OVERALL_PROGRESS, OVERALL_STATUS};
use super::resource::{
    Field, Kind, Link, NOT_CREATED, READ_ONLY, Resource, Tenancy, computed, many, reported, writable,
};

/// A pin, or else the fleet's target.
const TARGET: &str = "coalesce({t}.is_pinned_on__release, \
     (SELECT f.should_be_running__release FROM application f WHERE f.id = {t}.belongs_to__application))";

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "device",
        fields: &[
            reported("actor", Kind::Reference("actor")),
            reported("uuid", Kind::Text),
            reported("local_id", Kind::Text),
            writable("device_name", Kind::Text),
            writable("note", Kind::Text),
            writable("is_of__device_type", Kind::Reference("device_type")),
            writable("belongs_to__application", Kind::Reference("application")),
            writable("is_pinned_on__release", Kind::Reference("release")),
            computed("should_be_running__release", Kind::Reference("release"), TARGET),
            reported("is_running__release", Kind::Reference("release")),
            writable("should_be_operated_by__release", Kind::Reference("release")),
            writable("should_be_managed_by__release", Kind::Reference("release")),
            computed("is_managed_by__service_instance", Kind::Integer, "NULL"),
            computed("overall_status", Kind::Text, OVERALL_STATUS),
            computed("overall_progress", Kind::Integer, OVERALL_PROGRESS),
            computed("is_online", Kind::Boolean, "{t}.is_connected_to_vpn"),
            reported("is_connected_to_vpn", Kind::Boolean),
            reported("last_connectivity_event", Kind::Timestamp),
            reported("last_vpn_event", Kind::Timestamp),
            reported("api_heartbeat_state", Kind::Text),
            reported("changed_api_heartbeat_state_on__date", Kind::Timestamp),
            reported("status", Kind::Text),
            reported("download_progress", Kind::Integer),
            reported("update_status", Kind::Text),
            reported("last_update_status_event", Kind::Timestamp),
            reported("provisioning_state", Kind::Text),
            reported("provisioning_progress", Kind::Integer),
            reported("os_version", Kind::Text),
            reported("os_variant", Kind::Text),
            reported("supervisor_version", Kind::Text),
            reported("ip_address", Kind::Text),
            reported("mac_address", Kind::Text),
            reported("public_address", Kind::Text),
            reported("api_port", Kind::Integer),
            Field { is_secret: true, ..reported("api_secret", Kind::Text) },
            reported("cpu_id", Kind::Text),
            reported("cpu_usage", Kind::Integer),
            reported("cpu_temp", Kind::Integer),
            reported("memory_usage", Kind::Integer),
            reported("memory_total", Kind::Integer),
            reported("storage_block_device", Kind::Text),
            reported("storage_usage", Kind::Integer),
            reported("storage_total", Kind::Integer),
            reported("is_undervolted", Kind::Boolean),
            computed("is_web_accessible", Kind::Boolean, "0"),
            reported("is_locked_until__date", Kind::Timestamp),
        ],
        links: &[
            many("image_install", "image_install", "device"),
            many("service_install", "service_install", "device"),
            many("device_tag", "device_tag", "device"),
            many("device_environment_variable", "device_environment_variable", "device"),
            many("device_config_variable", "device_config_variable", "device"),
        ],
        keys: &[&["uuid"], &["actor"]],
        tenancy: Tenancy::Device,
        writes: NOT_CREATED,
    },
    Resource {
        name: "image_install",
        fields: &[
            reported("device", Kind::Reference("device")),
            reported("installs__image", Kind::Reference("image")),
            reported("is_provided_by__release", Kind::Reference("release")),
            reported("status", Kind::Text),
            reported("download_progress", Kind::Integer),
            reported("install_date", Kind::Timestamp),
        ],
        links: &[Link::Alias { name: "image", field: "installs__image" }],
        keys: &[&["device", "installs__image"]],
        tenancy: Tenancy::Through("device"),
        writes: READ_ONLY,
    },
    Resource {
        name: "service_install",
        fields: &[
            reported("device", Kind::Reference("device")),
            reported("installs__service", Kind::Reference("service")),
        ],
        links: &[
            Link::Alias { name: "service", field: "installs__service" },
            many("device_service_environment_variable", "device_service_environment_variable", "service_install"),
        ],
        keys: &[&["device", "installs__service"]],
        tenancy: Tenancy::Through("device"),
        writes: READ_ONLY,
    },
];
