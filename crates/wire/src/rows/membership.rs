//! Who belongs to an organization (balena-api.md §6.1), and to which organization a fleet belongs.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::navigation::Deferred;

/// A person's membership. Read without `$select`: openBalena knows no `role` and refuses to be asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationMembershipRow {
    pub is_member_of__organization: Option<Deferred>,
    /// `developer` or `observer` on Binnacle's own platform; absent where membership is all there is.
    #[serde(default)]
    pub role: Option<String>,
}

impl Row for OrganizationMembershipRow {
    const RESOURCE: &'static str = "organization_membership";
    const SELECT: &'static [&'static str] = &[];
}

/// A fleet's organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetOwnerRow {
    pub id: i64,
    pub organization: Option<Deferred>,
}

impl Row for FleetOwnerRow {
    const RESOURCE: &'static str = "application";
    const SELECT: &'static [&'static str] = &["id", "organization"];
}
