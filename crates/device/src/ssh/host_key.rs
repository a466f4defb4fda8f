//! The key by which clients know the device again.

use std::fs;

use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};

use crate::data_dir::{DataDir, write};
use crate::error::DeviceError;

/// The device's host key, made at the first start.
pub(crate) fn load(dir: &DataDir) -> Result<PrivateKey, DeviceError> {
    let path = dir.host_key();
    let unusable = |why: String| DeviceError::HostKey(why);
    if path.exists() {
        let text = fs::read_to_string(&path).map_err(|error| unusable(error.to_string()))?;
        return PrivateKey::from_openssh(text).map_err(|error| unusable(error.to_string()));
    }
    let pair = Ed25519Keypair::from_seed(&rand::random());
    let key = PrivateKey::new(KeypairData::Ed25519(pair), "binnacle").map_err(|error| unusable(error.to_string()))?;
    let text = key.to_openssh(LineEnding::LF).map_err(|error| unusable(error.to_string()))?;
    write(&path, text.as_bytes()).map_err(|error| unusable(error.to_string()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_stays() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(folder.path()).unwrap();
        assert_eq!(load(&dir).unwrap().public_key(), load(&dir).unwrap().public_key());
    }
}
