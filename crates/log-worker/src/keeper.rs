//! Where the worker stands with the vault: whose it is, and whether it is open.

use vault::error::VaultError;
use vault::opfs::files::Opfs;

use crate::ask::Owner;
use crate::keep::Keep;

/// Where the vault stands.
#[derive(Debug, Default)]
pub(crate) enum State {
    #[default]
    Off,
    Opening,
    Open(Box<Keep<Opfs>>),
    /// Not before somebody asks for it again.
    Shut(VaultError),
}

/// Who chose what, and what came of it.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    pub(crate) state: State,
    pub(crate) owner: Option<Owner>,
    /// Rises whenever somebody chooses: what was begun before is no longer wanted.
    pub(crate) turn: u32,
    /// What was told of; the same is not told twice in a row.
    pub(crate) told: Option<VaultError>,
    /// When, in milliseconds since the Unix epoch.
    pub(crate) written_at: i64,
    pub(crate) flushed_at: i64,
}

impl Keeper {
    /// The vault is open, or will perhaps be.
    pub(crate) fn may_keep(&self) -> bool {
        matches!(self.state, State::Opening | State::Open(_))
    }

    pub(crate) fn is_opening(&self) -> bool {
        matches!(self.state, State::Opening)
    }

    pub(crate) fn open(&mut self) -> Option<&mut Keep<Opfs>> {
        if let State::Open(keep) = &mut self.state { Some(keep) } else { None }
    }
}
