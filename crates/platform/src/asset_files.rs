//! The folder of uploaded files. A file is there whole or not at all: it is written aside, synced and renamed before a
//! row names it, and what no row names is swept away at the next start.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt as _;

use crate::hex::random_hex;

/// The largest file, in bytes (the balena API's default).
pub(crate) const LARGEST: u64 = 500_000_000;

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotKept {
    #[error("File size exceeded the limit of {0} bytes.")]
    TooLarge(u64),
    #[error("the upload broke off: {0}")]
    BrokenOff(String),
    #[error(transparent)]
    Disk(#[from] io::Error),
}

#[derive(Debug)]
pub(crate) struct AssetFiles {
    folder: PathBuf,
}

impl AssetFiles {
    pub(crate) async fn open(data: &Path) -> io::Result<Self> {
        let folder = data.join("assets");
        let files = Self { folder };
        // What a crash left half-written is nobody's.
        match fs::remove_dir_all(files.incoming()).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        for folder in [files.folder.clone(), files.incoming(), files.uploads()] {
            fs::create_dir_all(folder).await?;
        }
        Ok(files)
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }

    fn uploads(&self) -> PathBuf {
        self.folder.join("uploads")
    }

    /// Where a file is; none for what is no name of ours.
    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        is_name(name).then(|| self.folder.join(name))
    }

    /// Where the parts of a file lie until it is whole.
    pub(crate) fn parts(&self, upload: &str) -> Option<PathBuf> {
        is_name(upload).then(|| self.uploads().join(upload))
    }

    /// Keeps what comes, up to `most` bytes; answers the file's name and its size.
    pub(crate) async fn receive<S, E>(&self, stream: S, most: u64) -> Result<(String, u64), NotKept>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: std::fmt::Display,
    {
        let name = random_hex(16);
        let size = self.receive_as(stream, most, &self.folder.join(&name)).await?;
        Ok((name, size))
    }

    /// The same, to a place of the caller's.
    pub(crate) async fn receive_as<S, E>(&self, stream: S, most: u64, path: &Path) -> Result<u64, NotKept>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: std::fmt::Display,
    {
        let aside = self.incoming().join(random_hex(16));
        let written = match write(stream, most, &aside).await {
            Ok(size) => fs::rename(&aside, path).await.map(|()| size).map_err(NotKept::from),
            Err(error) => Err(error),
        };
        if written.is_err() {
            let _ = fs::remove_file(&aside).await;
        }
        let size = written?;
        // The name is only durable once its folder is.
        if let Some(folder) = path.parent() {
            File::open(folder).await?.sync_all().await?;
        }
        Ok(size)
    }

    /// Removes files that no row names. One that cannot be removed now is swept at the next start.
    pub(crate) async fn remove(&self, names: &[String]) {
        for path in names.iter().filter_map(|name| self.path(name)) {
            if let Err(error) = fs::remove_file(&path).await
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a release's file could not be removed; the next start tries again");
            }
        }
    }

    /// Removes the parts of an upload that is over.
    pub(crate) async fn remove_parts(&self, upload: &str) {
        if let Some(parts) = self.parts(upload) {
            let _ = fs::remove_dir_all(parts).await;
        }
    }

    /// Removes every file but `known`, and the parts of every upload but `pending`.
    pub(crate) async fn sweep(&self, known: &BTreeSet<String>, pending: &BTreeSet<String>) -> io::Result<()> {
        let orphans: Vec<_> = names(&self.folder).await?.into_iter().filter(|name| !known.contains(name)).collect();
        self.remove(&orphans).await;
        for upload in names(&self.uploads()).await?.iter().filter(|name| !pending.contains(*name)) {
            self.remove_parts(upload).await;
        }
        Ok(())
    }
}

/// 32 hexadecimal digits: names are ours, so that no path comes from outside.
fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

async fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries = fs::read_dir(folder).await?;
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.extend(entry.file_name().into_string().ok().filter(|name| is_name(name)));
    }
    Ok(names)
}

async fn write<S, E>(mut stream: S, most: u64, path: &Path) -> Result<u64, NotKept>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    let mut file = File::create(path).await?;
    let mut size = 0;
    while let Some(bytes) = stream.next().await {
        let bytes = bytes.map_err(|error| NotKept::BrokenOff(error.to_string()))?;
        size += bytes.len() as u64;
        if size > most {
            return Err(NotKept::TooLarge(most));
        }
        file.write_all(&bytes).await?;
    }
    file.sync_all().await?;
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(bytes: &'static [u8]) -> impl Stream<Item = Result<Bytes, io::Error>> + Unpin {
        futures_util::stream::iter(bytes.chunks(2).map(|chunk| Ok(Bytes::from_static(chunk))))
    }

    #[tokio::test]
    async fn what_no_row_names_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let files = AssetFiles::open(folder.path()).await.unwrap();
        let (kept, size) = files.receive(stream(b"hello"), 5).await.unwrap();
        let (orphan, _) = files.receive(stream(b"x"), 5).await.unwrap();
        assert_eq!(size, 5);
        assert!(matches!(files.receive(stream(b"hello!"), 5).await, Err(NotKept::TooLarge(5))));
        assert!(names(&files.incoming()).await.unwrap().is_empty());
        fs::create_dir_all(files.parts(&"0".repeat(32)).unwrap()).await.unwrap();
        files.sweep(&BTreeSet::from([kept.clone()]), &BTreeSet::new()).await.unwrap();
        assert_eq!(fs::read(files.path(&kept).unwrap()).await.unwrap(), b"hello");
        assert!(!fs::try_exists(files.path(&orphan).unwrap()).await.unwrap());
        assert!(!fs::try_exists(files.parts(&"0".repeat(32)).unwrap()).await.unwrap());
        assert_eq!(files.path("../../etc/passwd"), None);
    }
}
