//! Which files of the data folder a backup holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The demo's machines are machines: a backup is of what the platform knows of them, not of their disks.
const MACHINES: &str = "world/devices";
/// Uploads that are not finished.
const UNFINISHED: &str = "incoming";

/// The paths of all files that are kept, relative to `folder`, sorted; the database's own are not among them.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(within) = folders.pop() {
        for entry in fs::read_dir(folder.join(&within))? {
            let entry = entry?;
            let path = within.join(entry.file_name());
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if kind.is_dir() && path != Path::new(MACHINES) && name != UNFINISHED {
                folders.push(path);
            } else if kind.is_file() && is_kept(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_kept(name: &str) -> bool {
    let passing = [".lock", ".pid", ".log", ".new"];
    !store::backup::is_of_database(name) && !passing.iter().any(|end| name.ends_with(end))
}
