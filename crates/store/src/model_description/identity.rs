//! Organizations, users, their keys (balena-api.md §6.1). What is secret has no field here at all.

use super::resource::{
    Kind, Link, NOT_CREATED, READ_ONLY, Resource, Tenancy, WRITABLE, at_creation, many, reported, writable,
};

pub(super) const RESOURCES: &[Resource] = &[
    Resource {
        name: "organization",
        fields: &[reported("name", Kind::Text), reported("handle", Kind::Text)],
        links: &[
            many("application", "application", "organization"),
            many("is_of__application", "application", "organization"),
            many("organization_membership", "organization_membership", "is_member_of__organization"),
            many("includes__user", "organization_membership", "is_member_of__organization"),
        ],
        keys: &[&["handle"]],
        tenancy: Tenancy::Organization,
        writes: READ_ONLY,
    },
    Resource {
        name: "organization_membership",
        fields: &[
            reported("user", Kind::Reference("user")),
            reported("is_member_of__organization", Kind::Reference("organization")),
            reported("role", Kind::Text),
        ],
        links: &[
            Link::Alias { name: "organization", field: "is_member_of__organization" },
            Link::Alias { name: "includes__user", field: "user" },
        ],
        keys: &[&["user", "is_member_of__organization"]],
        tenancy: Tenancy::Through("is_member_of__organization"),
        writes: READ_ONLY,
    },
    Resource {
        name: "user",
        fields: &[
            reported("actor", Kind::Reference("actor")),
            reported("username", Kind::Text),
            reported("email", Kind::Text),
        ],
        links: &[
            many("user__has__public_key", "user__has__public_key", "user"),
            many("has__public_key", "user__has__public_key", "user"),
            many("organization_membership", "organization_membership", "user"),
            many("is_member_of__organization", "organization_membership", "user"),
            many("has_direct_access_to__application", "user__has_direct_access_to__application", "user"),
        ],
        keys: &[&["username"], &["email"], &["actor"]],
        tenancy: Tenancy::User,
        writes: READ_ONLY,
    },
    Resource {
        name: "user__has__public_key",
        fields: &[
            at_creation("user", Kind::Reference("user")).required(),
            writable("public_key", Kind::Text).required().at_most(2_850),
            writable("title", Kind::Text).required().short().at_most(120),
        ],
        links: &[],
        keys: &[&["user", "public_key"]],
        tenancy: Tenancy::OwnUser("user"),
        writes: WRITABLE,
    },
    Resource {
        name: "api_key",
        fields: &[
            reported("is_of__actor", Kind::Reference("actor")),
            writable("name", Kind::Text).short().at_most(50),
            writable("description", Kind::Text).at_most(150),
            writable("expiry_date", Kind::Timestamp),
        ],
        links: &[],
        keys: &[],
        tenancy: Tenancy::OwnActor("is_of__actor"),
        writes: NOT_CREATED,
    },
    Resource {
        name: "user__has_direct_access_to__application",
        fields: &[
            reported("user", Kind::Reference("user")),
            reported("has_direct_access_to__application", Kind::Reference("application")),
        ],
        links: &[
            Link::Alias { name: "application", field: "has_direct_access_to__application" },
            Link::Alias { name: "is_directly_accessible_by__user", field: "user" },
        ],
        keys: &[&["user", "has_direct_access_to__application"]],
        tenancy: Tenancy::OwnUser("user"),
        writes: READ_ONLY,
    },
    Resource {
        name: "actor",
        fields: &[],
        links: &[
            many("is_of__user", "user", "actor"),
            many("is_of__application", "application", "actor"),
            many("is_of__device", "device", "actor"),
            many("api_key", "api_key", "is_of__actor"),
        ],
        keys: &[],
        tenancy: Tenancy::OwnActor("id"),
        writes: READ_ONLY,
    },
];
