//! An organization and who is in it (balena-api.md §6.1).

use model::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::navigation::ToOne;

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRow {
    pub id: i64,
    pub name: String,
    pub handle: String,
    /// Expanded as `/$count`.
    #[serde(default)]
    pub application: Option<u64>,
    /// Expanded, whole: openBalena knows no `role` and refuses to be asked for it.
    #[serde(default)]
    pub organization_membership: Vec<MemberRow>,
}

/// Somebody's membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    pub id: i64,
    /// Expanded.
    #[serde(default)]
    pub user: ToOne<PersonRow>,
    #[serde(default)]
    pub role: Option<String>,
    #[serde(default)]
    pub created_at: Option<Timestamp>,
}

/// Somebody, as others in the organization see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: i64,
    pub username: String,
    #[serde(default)]
    pub email: Option<String>,
}

impl Row for OrganizationRow {
    const RESOURCE: &'static str = "organization";
    const SELECT: &'static [&'static str] = &["id", "name", "handle"];
}

impl Row for PersonRow {
    const RESOURCE: &'static str = "user";
    const SELECT: &'static [&'static str] = &["id", "username", "email"];
}
