//! What `binnacle user` and `binnacle organization` are told.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Clone, Args)]
pub(crate) struct UserArguments {
    #[command(subcommand)]
    pub(crate) command: UserCommand,
    /// The server's data folder; by default `binnacle/data` in the XDG data folder. The server may run or not.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum UserCommand {
    /// Add a person. The password comes from `BINNACLE_USER_PASSWORD`, from the terminal, or as a line on stdin.
    Add {
        /// Lower-case letters, digits and underscores.
        name: String,
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// The organization's handle. Need not be said while there is only one.
        #[arg(long, value_name = "HANDLE")]
        organization: Option<String>,
        #[arg(long, default_value = "developer")]
        role: RoleName,
    },
    /// Set a new password, and end everything that was signed in with the old one.
    Passwd { name: String },
    /// Say who there is.
    List,
    /// Hold a person back: nothing they have opens anything, and what is open ends.
    Disable { name: String },
    /// Let a person in again.
    Enable { name: String },
    /// Forget a person and their keys.
    Remove { name: String },
    /// Say what a person is in an organization.
    Role {
        name: String,
        /// The organization's handle.
        #[arg(long, value_name = "HANDLE")]
        organization: String,
        #[arg(long, required_unless_present = "leave")]
        role: Option<RoleName>,
        /// They belong to it no longer.
        #[arg(long, conflicts_with = "role")]
        leave: bool,
    },
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    /// Everything.
    Developer,
    /// Looks on: reads, changes and commands nothing.
    Observer,
}

impl RoleName {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Developer => "developer",
            Self::Observer => "observer",
        }
        .to_owned()
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct OrganizationArguments {
    #[command(subcommand)]
    pub(crate) command: OrganizationCommand,
    /// The server's data folder; by default `binnacle/data` in the XDG data folder. The server may run or not.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum OrganizationCommand {
    /// Add an organization. Nobody belongs to it yet: see `binnacle user role`.
    Add {
        /// Stands before the slash in the slugs of its fleets.
        handle: String,
        /// For people; by default the handle.
        #[arg(long)]
        name: Option<String>,
    },
    /// Say which there are.
    List,
}
