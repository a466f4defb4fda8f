//! `binnacle restore`: a backup into a new data folder, checked before it is there.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use tar::{Archive, EntryType};

use crate::backup::manifest::{Digesting, FORM, Manifest, NAME};
use crate::failure::Failure;

/// A manifest is a line a file.
const MAX_MANIFEST: u64 = 256 * 1024 * 1024;

/// Why a file is not restored.
#[derive(Debug, thiserror::Error)]
enum RestoreError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it ends too early, or is no backup of binnacle's: take another copy of it")]
    CutShort,
    #[error("it is of form {0}, and this binnacle reads form {FORM}: use the binnacle that wrote it, or a newer one")]
    Form(u32),
    #[error("its entry `{0}` has no place in a data folder")]
    Strange(String),
    #[error("`{0}` is not what was backed up: take another copy of the backup")]
    Changed(String),
    #[error("its database is broken: {0}")]
    Broken(String),
}

/// Makes the folder `data` from the backup `from`: whole, or not at all.
pub(crate) fn run(from: &Path, data: &Path) -> Result<(), Failure> {
    if fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some()) {
        let why = "is not empty: move it away, or choose another folder with --data";
        return Err(Failure::start(format!("{} {why}", data.display())));
    }
    let half = Half::beside(data);
    let files = unpack(from, &half.0).map_err(|error| Failure::broke(format!("{}: {error}", from.display())))?;
    // An empty folder gives way to the whole one.
    let _ = fs::remove_dir(data);
    fs::rename(&half.0, data).map_err(|error| Failure::broke(format!("{}: {error}", data.display())))?;
    writeln!(io::stdout(), "{}: {files} files from {}", data.display(), from.display()).map_err(Failure::broke)
}

/// The folder in the making, removed when it does not come to an end.
struct Half(PathBuf);

impl Half {
    fn beside(data: &Path) -> Self {
        let mut name = data.as_os_str().to_owned();
        name.push(".restoring");
        Self(PathBuf::from(name))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn unpack(from: &Path, into: &Path) -> Result<usize, RestoreError> {
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(File::open(from)?)));
    let _ = fs::remove_dir_all(into);
    folder(into)?;
    let mut found = BTreeMap::new();
    let mut manifest = None;
    for entry in archive.entries().map_err(|_| RestoreError::CutShort)? {
        let mut entry = entry.map_err(|_| RestoreError::CutShort)?;
        let path = entry.path()?.into_owned();
        let name = path.to_string_lossy().into_owned();
        if entry.header().entry_type() != EntryType::Regular || !is_inside(&path) {
            return Err(RestoreError::Strange(name));
        }
        if name == NAME {
            let read = io::Read::take(&mut entry, MAX_MANIFEST);
            manifest = Some(serde_json::from_reader::<_, Manifest>(read).map_err(|_| RestoreError::CutShort)?);
            continue;
        }
        let to = into.join(&path);
        to.parent().map_or(Ok(()), folder)?;
        let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&to)?;
        let mut read = Digesting::new(&mut entry);
        io::copy(&mut read, &mut file).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => RestoreError::CutShort,
            _ => RestoreError::Io(error),
        })?;
        file.sync_all()?;
        found.insert(name, read.hex());
    }
    check(&manifest.ok_or(RestoreError::CutShort)?, &found, into)?;
    Ok(found.len())
}

fn check(manifest: &Manifest, found: &BTreeMap<String, String>, into: &Path) -> Result<(), RestoreError> {
    if manifest.form != FORM {
        return Err(RestoreError::Form(manifest.form));
    }
    if let Some((name, _)) = manifest.files.iter().find(|(name, digest)| found.get(*name) != Some(digest)) {
        return Err(RestoreError::Changed(name.clone()));
    }
    let faults = store::backup::faults(&into.join(store::backup::COPY)).map_err(io::Error::other)?;
    if faults.is_empty() { Ok(()) } else { Err(RestoreError::Broken(faults.join("; "))) }
}

fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

fn folder(path: &Path) -> Result<(), RestoreError> {
    Ok(fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_within_the_folder_are_inside() {
        assert!(is_inside(Path::new("blobs/sha256/ab")));
        assert!(!is_inside(Path::new("../elsewhere")) && !is_inside(Path::new("/etc/passwd")));
    }
}
