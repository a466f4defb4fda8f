//! Devices and what is installed on them (balena-api.md §6.4, §6.5).

use super::device_status::{OVERALL_PROGRESS, OVERALL_STATUS};
use super::resource::{Field, Kind, Link, Resource, Tenancy, WRITABLE, computed, many, reported, writable};

const HEARTBEATS: &[&str] = &["online", "offline", "timeout", "unknown"];
const UPDATE_STATUSES: &[&str] = &["rejected", "downloading", "downloaded", "applying changes", "aborted", "done"];
/// The supervisor's words for an image and for a service, and the container engine's (in lower case).
const INSTALL_STATUSES: &[&str] = &[
    "Stopping",
    "Stopped",
    "Downloading",
    "Downloaded",
    "Installing",
    "Installed",
    "Starting",
    "Running",
    "Idle",
    "Handing over",
    "Awaiting handover",
    "Deleting",
    "deleted",
    "Dead",
    "paused",
    "restarting",
    "removing",
    "exited",
    "configuring",
    "Unknown",
];

/// A pin, or else the fleet's target.
const TARGET: &str = "coalesce({t}.is_pinned_on__release, \
     (SELECT f.should_be_running__release FROM application f WHERE f.id = {t}.belongs_to__application))";

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "device",
        fields: &[
            reported("actor", Kind::Reference("actor")).required(),
            writable("uuid", Kind::Text).required(),
            writable("local_id", Kind::Text).short(),
            writable("device_name", Kind::Text).required().short(),
            writable("note", Kind::Text).at_most(1_000_000),
            writable("is_of__device_type", Kind::Reference("device_type")).required(),
            writable("belongs_to__application", Kind::Reference("application")),
            writable("is_pinned_on__release", Kind::Reference("release")),
            computed("should_be_running__release", Kind::Reference("release"), TARGET),
            writable("is_running__release", Kind::Reference("release")),
            writable("should_be_operated_by__release", Kind::Reference("release")),
            writable("should_be_managed_by__release", Kind::Reference("release")),
            computed("is_managed_by__service_instance", Kind::Integer, "NULL"),
            computed("overall_status", Kind::Text, OVERALL_STATUS),
            computed("overall_progress", Kind::Integer, OVERALL_PROGRESS),
            computed("is_online", Kind::Boolean, "{t}.is_connected_to_vpn"),
            writable("is_connected_to_vpn", Kind::Boolean).required(),
            writable("last_connectivity_event", Kind::Timestamp),
            writable("last_vpn_event", Kind::Timestamp),
            writable("api_heartbeat_state", Kind::Text).required().short().one_of(HEARTBEATS),
            writable("changed_api_heartbeat_state_on__date", Kind::Timestamp),
            writable("status", Kind::Text).short().at_most(50),
            writable("download_progress", Kind::Integer),
            writable("update_status", Kind::Text).short().one_of(UPDATE_STATUSES),
            writable("last_update_status_event", Kind::Timestamp),
            writable("provisioning_state", Kind::Text).short(),
            writable("provisioning_progress", Kind::Integer),
            writable("os_version", Kind::Text).short().at_most(70),
            writable("os_variant", Kind::Text).short().one_of(&["prod", "dev"]),
            writable("supervisor_version", Kind::Text).short().at_most(20),
            writable("ip_address", Kind::Text).short(),
            writable("mac_address", Kind::Text).short(),
            writable("public_address", Kind::Text).short().at_most(50),
            writable("api_port", Kind::Integer),
            Field { is_secret: true, ..writable("api_secret", Kind::Text) }.short().at_most(64),
            writable("cpu_id", Kind::Text).short(),
            writable("cpu_usage", Kind::Integer),
            writable("cpu_temp", Kind::Integer),
            writable("memory_usage", Kind::Integer),
            writable("memory_total", Kind::Integer),
            writable("storage_block_device", Kind::Text).short(),
            writable("storage_usage", Kind::Integer),
            writable("storage_total", Kind::Integer),
            writable("is_undervolted", Kind::Boolean).required(),
            computed("is_web_accessible", Kind::Boolean, "0"),
            writable("is_locked_until__date", Kind::Timestamp),
        ],
        links: &[
            many("image_install", "image_install", "device"),
            many("installs__image", "image_install", "device"),
            many("service_install", "service_install", "device"),
            many("installs__service", "service_install", "device"),
            many("device_tag", "device_tag", "device"),
            many("device_environment_variable", "device_environment_variable", "device"),
            many("device_config_variable", "device_config_variable", "device"),
        ],
        keys: &[&["uuid"], &["actor"]],
        tenancy: Tenancy::Device,
        writes: WRITABLE,
    },
    Resource {
        name: "image_install",
        fields: &[
            writable("device", Kind::Reference("device")).required(),
            writable("installs__image", Kind::Reference("image")).required(),
            writable("is_provided_by__release", Kind::Reference("release")).required(),
            writable("status", Kind::Text).required().short().one_of(INSTALL_STATUSES),
            writable("download_progress", Kind::Integer),
            writable("install_date", Kind::Timestamp).required(),
        ],
        links: &[Link::Alias { name: "image", field: "installs__image" }],
        keys: &[&["device", "installs__image"]],
        tenancy: Tenancy::Through("device"),
        writes: WRITABLE,
    },
    Resource {
        name: "service_install",
        fields: &[
            writable("device", Kind::Reference("device")).required(),
            writable("installs__service", Kind::Reference("service")).required(),
        ],
        links: &[
            Link::Alias { name: "service", field: "installs__service" },
            many("device_service_environment_variable", "device_service_environment_variable", "service_install"),
        ],
        keys: &[&["device", "installs__service"]],
        tenancy: Tenancy::Through("device"),
        writes: WRITABLE,
    },
];
