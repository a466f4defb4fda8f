//! Why an update does not go on.

use super::locks::LockError;
use super::machine::Machine;

/// Why a try did not reach the target.
#[derive(Debug)]
pub(crate) enum Stuck {
    /// A service holds an update lock.
    Locked(String),
    /// Something failed; it has been logged.
    Failed,
}

/// What a lock that could not be taken means.
pub(super) fn stuck(machine: &Machine, error: &LockError) -> Stuck {
    match error {
        LockError::Locked { .. } => Stuck::Locked(error.to_string()),
        LockError::Io(_) => {
            machine.journal.system(format!("Update locks could not be taken due to '{error}'"));
            Stuck::Failed
        }
    }
}
