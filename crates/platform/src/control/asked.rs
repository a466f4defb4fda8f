//! What can be asked, and what comes of it.

use serde::{Deserialize, Serialize};

/// A command. It carries the hash of a password, never the password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Asked {
    /// A new person in an organization; without one in the only one there is.
    AddUser {
        username: String,
        email: Option<String>,
        password_hash: String,
        organization: Option<String>,
        role: String,
    },
    /// A new password, which ends all that the person has open.
    SetPassword {
        username: String,
        password_hash: String,
    },
    /// Holds a person back, or lets them in again.
    SetDisabled {
        username: String,
        is_disabled: bool,
    },
    /// Forgets a person and their keys.
    RemoveUser {
        username: String,
    },
    /// What a person is in an organization; without a role they leave it.
    SetRole {
        username: String,
        organization: String,
        role: Option<String>,
    },
    ListUsers,
    /// A new organization. The handle stands in slugs, the name is for people.
    AddOrganization {
        handle: String,
        name: String,
    },
    ListOrganizations,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AddUser { .. } => "AddUser",
            Self::SetPassword { .. } => "SetPassword",
            Self::SetDisabled { .. } => "SetDisabled",
            Self::RemoveUser { .. } => "RemoveUser",
            Self::SetRole { .. } => "SetRole",
            Self::ListUsers => "ListUsers",
            Self::AddOrganization { .. } => "AddOrganization",
            Self::ListOrganizations => "ListOrganizations",
        })
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Done, in a sentence.
    Done(String),
    Users(Vec<Person>),
    Organizations(Vec<Organization>),
    /// Not done: what to change.
    Refused(String),
}

/// A person, as they are listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub username: String,
    pub email: Option<String>,
    pub is_disabled: bool,
    /// Handle and role.
    pub organizations: Vec<(String, String)>,
}

/// An organization, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    pub handle: String,
    pub name: String,
    pub members: i64,
    pub fleets: i64,
}
