//! Layers into a folder, and nothing of them outside of it.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use tar::{Archive, Entry, EntryType};

use super::error::PullError;

/// The largest root folder that is unpacked, in bytes.
const MAX_BYTES: u64 = 16 * 1_024 * 1_024 * 1_024;
const MAX_ENTRIES: usize = 200_000;
/// Deletes a file of a lower layer (OCI image specification, "Whiteouts").
const WHITEOUT: &str = ".wh.";
/// Deletes everything lower layers put into the folder.
const OPAQUE: &str = ".wh..wh..opq";

/// What is left of the allowance.
struct Allowance {
    bytes: u64,
    entries: usize,
}

/// Unpacks tar+gzip layers, lowest first, into a new folder.
pub(super) fn unpack(layers: &[PathBuf], root: &Path) -> Result<(), PullError> {
    fs::create_dir_all(root)?;
    let mut left = Allowance { bytes: MAX_BYTES, entries: MAX_ENTRIES };
    for layer in layers {
        unpack_layer(File::open(layer)?, root, &mut left)?;
    }
    Ok(())
}

fn unpack_layer(layer: impl Read, root: &Path, left: &mut Allowance) -> Result<(), PullError> {
    for entry in Archive::new(GzDecoder::new(layer)).entries()? {
        let mut entry = entry?;
        left.entries = left.entries.checked_sub(1).ok_or_else(|| refuse("too many files"))?;
        let path = entry.path()?.into_owned();
        unpack_entry(&mut entry, &path, root, left)?;
    }
    Ok(())
}

fn refuse(why: impl Into<String>) -> PullError {
    PullError::Unsafe(why.into())
}

/// The path below the root; `.` parts are dropped, anything that climbs is refused.
fn inside(path: &Path) -> Result<PathBuf, PullError> {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => clean.push(name),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(refuse(format!("the path {}", path.display())));
            }
        }
    }
    Ok(clean)
}

/// Makes the folders above `path`; none of them may be a link.
fn parents(root: &Path, path: &Path) -> Result<(), PullError> {
    let mut folder = root.to_owned();
    for part in path.parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        match fs::symlink_metadata(&folder) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(refuse(format!("{} lies behind a file or a link", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir(&folder)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Removes what a lower layer has there.
fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn unpack_entry(
    entry: &mut Entry<'_, impl Read>,
    path: &Path,
    root: &Path,
    left: &mut Allowance,
) -> Result<(), PullError> {
    let path = inside(path)?;
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { return Ok(()) };
    parents(root, &path)?;
    let target = root.join(&path);
    let folder = target.parent().unwrap_or(root);
    if name == OPAQUE {
        for below in fs::read_dir(folder)?.flatten() {
            clear(&below.path())?;
        }
        return Ok(());
    }
    if let Some(hidden) = name.strip_prefix(WHITEOUT) {
        if hidden.is_empty() || hidden == "." || hidden == ".." {
            return Err(refuse("a whiteout of nothing"));
        }
        return clear(&folder.join(hidden)).map_err(PullError::from);
    }
    // Neither set-uid nor writable by others, whatever the image says.
    let mode = Permissions::from_mode(entry.header().mode()? & 0o755 | 0o600);
    match entry.header().entry_type() {
        EntryType::Directory => {
            if !fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
                clear(&target)?;
                fs::create_dir(&target)?;
            }
        }
        EntryType::Regular | EntryType::Continuous => {
            clear(&target)?;
            left.bytes = left.bytes.checked_sub(entry.size()).ok_or_else(|| refuse("too many bytes"))?;
            let mut file = File::create_new(&target)?;
            io::copy(entry, &mut file)?;
            file.set_permissions(mode)?;
        }
        EntryType::Symlink => {
            let link = entry.link_name()?.ok_or_else(|| refuse("a link to nothing"))?.into_owned();
            stays_inside(&path, &link)?;
            clear(&target)?;
            symlink(link, &target)?;
        }
        EntryType::Link => {
            let link = inside(&entry.link_name()?.ok_or_else(|| refuse("a link to nothing"))?)?;
            parents(root, &link)?;
            let original = root.join(&link);
            if link == path || !fs::symlink_metadata(&original).is_ok_and(|found| found.is_file()) {
                return Err(refuse(format!("the link {}", path.display())));
            }
            clear(&target)?;
            fs::hard_link(original, &target)?;
        }
        EntryType::XGlobalHeader => {}
        _ => return Err(refuse(format!("the special file {}", path.display()))),
    }
    Ok(())
}

/// A symbolic link may point to anything below the root, by a relative path that climbs only at its beginning:
/// behind another link `..` could mean any folder.
fn stays_inside(path: &Path, link: &Path) -> Result<(), PullError> {
    let mut depth = path.components().count().saturating_sub(1);
    let mut climbing = true;
    for part in link.components() {
        let left = match part {
            Component::Normal(_) => {
                climbing = false;
                Some(depth + 1)
            }
            Component::CurDir => Some(depth),
            Component::ParentDir if climbing => depth.checked_sub(1),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => None,
        };
        depth = left.ok_or_else(|| refuse(format!("the link {} points out", path.display())))?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "unpack_tests.rs"]
mod tests;
