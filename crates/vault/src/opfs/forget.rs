//! Forgets every line that this browser keeps, whoever's it is: at logout, from a page or a worker.

use super::browser;
use super::failure;
use super::folder;
use super::lock::Lock;
use super::signal;
use crate::error::VaultError;

/// How often it is tried, a tenth of a second apart: tabs that are busy let go late.
const TRIES: u32 = 50;
const WAIT_MS: u32 = 100;

/// Tells all tabs to let go of their files, waits until they have, and removes everything. Nothing need be open; what is
/// answers [`VaultError::LetGo`] from now on.
///
/// [`VaultError::HeldElsewhere`] after five seconds: a tab hangs, and its files are still there.
pub async fn forget_all() -> Result<(), VaultError> {
    // Where files cannot be kept there are none.
    let Some(storage) = browser::storage() else { return Ok(()) };
    let Ok(root) = folder::root(&storage).await else { return Ok(()) };
    signal::tell();
    let _lock = Lock::take(TRIES).await?;
    for _ in 0..TRIES {
        match folder::remove(&root, folder::VAULT).await {
            Ok(()) => return Ok(()),
            Err(thrown) if failure::is_absent(&thrown) => return Ok(()),
            Err(thrown) => match failure::opening(&thrown) {
                VaultError::HeldElsewhere => browser::pause(WAIT_MS).await,
                error => return Err(error),
            },
        }
    }
    Err(VaultError::HeldElsewhere)
}
