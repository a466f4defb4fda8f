//! The parts of the signed-in person's own pages, as addresses under `/account`.

use std::fmt;

/// A part of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountTab {
    Profile,
    Sessions,
    ApiKeys,
    SshKeys,
    Organizations,
    Organization(i64),
}

impl AccountTab {
    /// Where the rest of a path behind `/account` leads.
    pub(crate) fn read(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Profile,
            ["sessions"] => Self::Sessions,
            ["api-keys"] => Self::ApiKeys,
            ["ssh-keys"] => Self::SshKeys,
            ["organizations"] => Self::Organizations,
            ["organizations", id] => Self::Organization(id.parse().ok()?),
            _ => return None,
        })
    }

    /// What the part is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Profile => "Profile",
            Self::Sessions => "Sessions",
            Self::ApiKeys => "API keys",
            Self::SshKeys => "SSH keys",
            Self::Organizations => "Organizations",
            Self::Organization(_) => "Organization",
        }
    }
}

/// What stands behind `/account`.
impl fmt::Display for AccountTab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile => Ok(()),
            Self::Sessions => f.write_str("/sessions"),
            Self::ApiKeys => f.write_str("/api-keys"),
            Self::SshKeys => f.write_str("/ssh-keys"),
            Self::Organizations => f.write_str("/organizations"),
            Self::Organization(id) => write!(f, "/organizations/{id}"),
        }
    }
}
