//! Opens a person's vault in this browser.

use super::browser;
use super::failure;
use super::files::Opfs;
use super::folder;
use super::lock::Lock;
use crate::error::VaultError;
use crate::limits::Limits;
use crate::owner::Owner;
use crate::vault::Vault;

/// A second is enough for the worker of a page that is loaded again to have ended.
const TRIES: u32 = 10;

/// From a dedicated worker. [`VaultError::HeldElsewhere`] while another tab has it open: try again when the person asks.
pub async fn open(owner: Owner<'_>, limits: Limits) -> Result<Vault<Opfs>, VaultError> {
    let storage = browser::storage().ok_or(VaultError::Unsupported)?;
    let lock = Lock::take(TRIES).await?;
    let root = folder::root(&storage).await.map_err(|thrown| failure::opening(&thrown))?;
    let all = folder::inside(&root, folder::VAULT).await.map_err(|thrown| failure::opening(&thrown))?;
    let own = folder::inside(&all, &owner.folder()).await.map_err(|thrown| failure::opening(&thrown))?;
    Vault::open(Opfs::open(own, lock).await?, limits)
}
