//! Image layers and configurations on disk, by the hash of their content.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt as _;

use crate::hex::hex;

/// The content of a blob, as registries name it: `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Digest(String);

/// The text is not a digest this store keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is “sha256:” and 64 hexadecimal digits")]
pub struct NotADigest;

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(format!("sha256:{}", hex(&Sha256::digest(bytes))))
    }

    /// With its algorithm.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digits(&self) -> &str {
        self.0.strip_prefix("sha256:").unwrap_or_default()
    }
}

impl std::str::FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let digits = text.strip_prefix("sha256:").ok_or(NotADigest)?;
        let right = digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if right { Ok(Self(text.to_owned())) } else { Err(NotADigest) }
    }
}

/// The folder of blobs. A blob is there whole or not at all: it is written aside, synced and renamed.
#[derive(Debug)]
pub struct Blobs {
    folder: PathBuf,
    writes: AtomicU64,
}

impl Blobs {
    pub(crate) async fn open(data: &Path) -> io::Result<Self> {
        let folder = data.join("blobs").join("sha256");
        let aside = data.join("blobs").join("incoming");
        // What a crash left half-written is nobody's.
        match fs::remove_dir_all(&aside).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(&folder).await?;
        fs::create_dir_all(&aside).await?;
        Ok(Self { folder, writes: AtomicU64::new(0) })
    }

    /// Keeps `bytes`; what is there already is not written again.
    ///
    /// # Errors
    /// The disk's: full, read-only. Nothing is kept then.
    pub async fn put(&self, bytes: &[u8]) -> io::Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.path(&digest);
        if fs::try_exists(&path).await? {
            return Ok(digest);
        }
        let aside = self.aside();
        let written = write_synced(&aside, bytes).await;
        if let Err(error) = written {
            let _ = fs::remove_file(&aside).await;
            return Err(error);
        }
        fs::rename(&aside, &path).await?;
        // The name is only durable once its folder is.
        File::open(&self.folder).await?.sync_all().await?;
        Ok(digest)
    }

    /// The whole blob; None when it is not kept here. For small ones: layers are served from [`Self::path`].
    ///
    /// # Errors
    /// The disk's.
    pub async fn get(&self, digest: &Digest) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(digest)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Bytes; None when it is not kept here.
    ///
    /// # Errors
    /// The disk's.
    pub async fn size(&self, digest: &Digest) -> io::Result<Option<u64>> {
        match fs::metadata(self.path(digest)).await {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Where the blob is or would be.
    pub fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join(digest.digits())
    }

    fn aside(&self) -> PathBuf {
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        self.folder.with_file_name("incoming").join(number.to_string())
    }
}

async fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path).await?;
    file.write_all(bytes).await?;
    file.sync_all().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_is_got_by_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).await.unwrap();
        let digest = blobs.put(b"layer").await.unwrap();
        assert_eq!(blobs.put(b"layer").await.unwrap(), digest);
        assert_eq!(blobs.get(&digest).await.unwrap().as_deref(), Some(b"layer".as_slice()));
        assert_eq!(blobs.size(&Digest::of(b"other")).await.unwrap(), None);
        assert!("sha256:../../etc/passwd".parse::<Digest>().is_err());
    }
}
