//! Where the server keeps everything when it is not told: the XDG base directory specification.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The folder that was asked for, or the default one.
pub(crate) fn chosen(asked: Option<&Path>) -> Result<PathBuf, Failure> {
    asked.map_or_else(default_folder, |folder| Ok(folder.to_owned()))
}

/// `$XDG_DATA_HOME/binnacle/data`, else `~/.local/share/binnacle/data`.
fn default_folder() -> Result<PathBuf, Failure> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
        .map(|base| base.join("binnacle/data"))
        .ok_or_else(|| Failure::start("neither XDG_DATA_HOME nor HOME is set: say where to keep data with --data DIR"))
}
