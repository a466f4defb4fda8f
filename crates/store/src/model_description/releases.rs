//! Releases, images, and which image is part of which release (balena-api.md §6.5).

use super::release_version::{RAW_VERSION, SEMVER, VERSION};
use super::resource::{
    Field, Kind, Link, Resource, Tenancy, WRITABLE, Write, at_creation, computed, many, reported, writable,
};

/// What a text of 1 MB may have, in characters.
const LONG: usize = 1_000_000;
const STATUSES: &[&str] = &["running", "success", "failed", "error", "cancelled", "interrupted"];
const PROJECT_TYPES: &[&str] = &[
    "Standard Dockerfile",
    "project type unavailable",
    "NodeJS",
    "node.js",
    "local deploy",
    "external service",
    "Dockerfile.template",
    "dockerfile template",
    "dockerfile",
    "Could not be detected",
    "Architecture-specific Dockerfile",
    "Archicture-specific Dockerfile",
];

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "release",
        fields: &[
            at_creation("belongs_to__application", Kind::Reference("application")).required(),
            writable("commit", Kind::Text).required().short().at_most(40),
            writable("composition", Kind::Json).required().at_most(LONG),
            writable("status", Kind::Text).required().short().one_of(STATUSES),
            writable("source", Kind::Text).required().short().one_of(&["cloud", "local"]),
            writable("build_log", Kind::Text).at_most(LONG),
            writable("is_invalidated", Kind::Boolean).required(),
            writable("start_timestamp", Kind::Timestamp).required(),
            writable("end_timestamp", Kind::Timestamp),
            writable("update_timestamp", Kind::Timestamp).required(),
            writable("release_version", Kind::Text).short().at_most(81),
            writable("contract", Kind::Json).at_most(LONG),
            writable("is_passing_tests", Kind::Boolean).required(),
            reported("is_finalized_at__date", Kind::Timestamp),
            writable("phase", Kind::Text).short().one_of(&["next", "current", "sunset", "end-of-life"]),
            writable("is_final", Kind::Boolean).required(),
            // The parts can be sent and are ignored: they follow `semver`.
            writable("semver_major", Kind::Integer).required(),
            writable("semver_minor", Kind::Integer).required(),
            writable("semver_patch", Kind::Integer).required(),
            writable("semver_prerelease", Kind::Text).required().short().at_most(100),
            writable("semver_build", Kind::Text).required().short().at_most(50),
            writable("variant", Kind::Text).required().short().at_most(50),
            reported("revision", Kind::Integer),
            writable("known_issue_list", Kind::Text).at_most(1_000),
            writable("note", Kind::Text).at_most(LONG),
            writable("invalidation_reason", Kind::Text).at_most(255),
            Field { write: Write::Always, ..computed("semver", Kind::Text, SEMVER) }.required().short(),
            computed("raw_version", Kind::Text, RAW_VERSION),
            computed("version", Kind::Json, VERSION),
        ],
        links: &[
            many("release_tag", "release_tag", "release"),
            many("release_asset", "release_asset", "release"),
            many("release_image", "release_image", "is_part_of__release"),
            many("contains__image", "release_image", "is_part_of__release"),
            many("is_pinned_to__device", "device", "is_pinned_on__release"),
            many("is_running_on__device", "device", "is_running__release"),
            many("should_be_running_on__application", "application", "should_be_running__release"),
            many("should_be_running_on__device", "device", "should_be_running__release"),
            many("should_operate__device", "device", "should_be_operated_by__release"),
            many("should_manage__device", "device", "should_be_managed_by__release"),
            many("provides__device__installs__image", "image_install", "is_provided_by__release"),
            many("provides__image_install", "image_install", "is_provided_by__release"),
        ],
        keys: &[],
        tenancy: Tenancy::Through("belongs_to__application"),
        writes: WRITABLE,
    },
    Resource {
        name: "image",
        fields: &[
            writable("start_timestamp", Kind::Timestamp).required(),
            writable("end_timestamp", Kind::Timestamp),
            writable("dockerfile", Kind::Text).at_most(LONG),
            at_creation("is_a_build_of__service", Kind::Reference("service")).required(),
            writable("image_size", Kind::BigInteger),
            reported("is_stored_at__image_location", Kind::Text).required().short(),
            writable("project_type", Kind::Text).short().one_of(PROJECT_TYPES),
            writable("error_message", Kind::Text).at_most(300_000),
            writable("build_log", Kind::Text).at_most(1_500_000),
            writable("push_timestamp", Kind::Timestamp),
            writable("status", Kind::Text).required().short().one_of(STATUSES),
            writable("content_hash", Kind::Text).short().at_most(71),
            writable("contract", Kind::Json).at_most(LONG),
        ],
        links: &[
            many("release_image", "release_image", "image"),
            many("is_part_of__release", "release_image", "image"),
            many("image_install", "image_install", "installs__image"),
            many("is_installed_on__device", "image_install", "installs__image"),
        ],
        keys: &[&["is_stored_at__image_location"]],
        tenancy: Tenancy::Through("is_a_build_of__service"),
        writes: WRITABLE,
    },
    Resource {
        name: "release_image",
        fields: &[
            at_creation("image", Kind::Reference("image")).required(),
            at_creation("is_part_of__release", Kind::Reference("release")).required(),
        ],
        links: &[
            Link::Alias { name: "release", field: "is_part_of__release" },
            Link::Alias { name: "contains__image", field: "image" },
            many("image_label", "image_label", "release_image"),
            many("image_environment_variable", "image_environment_variable", "release_image"),
        ],
        keys: &[&["image", "is_part_of__release"]],
        tenancy: Tenancy::Through("is_part_of__release"),
        writes: WRITABLE,
    },
    Resource {
        name: "release_asset",
        fields: &[
            at_creation("release", Kind::Reference("release")).required(),
            writable("asset_key", Kind::Text).required().short().not_empty(),
            writable("asset", Kind::WebResource),
        ],
        links: &[],
        keys: &[&["release", "asset_key"]],
        tenancy: Tenancy::Through("release"),
        writes: WRITABLE,
    },
];
