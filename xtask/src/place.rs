//! Where things are: the repository, its target folders and the folder of installed tools.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&manifest).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Cargo's target folder for native code; a folder outside the clone lets a fresh clone reuse what was built before.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The SPA's own target folder, so that Trunk's builds and native ones neither wait for nor undo each other.
pub(crate) fn spa_target() -> PathBuf {
    target().join("spa")
}

/// What Trunk writes and the gateway embeds.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// What `trunk serve` writes.
pub(crate) fn dev_dist() -> PathBuf {
    spa_target().join("dev-dist")
}

/// `$XDG_DATA_HOME/binnacle`: tools survive `cargo clean` and serve every clone.
pub(crate) fn installed() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/root".into()));
    env::var_os("XDG_DATA_HOME").map_or_else(|| home().join(".local/share"), PathBuf::from).join("binnacle")
}

/// Programs that `cargo xtask` installed.
pub(crate) fn tools_bin() -> PathBuf {
    installed().join("tools/bin")
}

/// The kind of file a name says it is: what stands behind the last dot.
pub(crate) fn kind(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, kind)| kind)
}

/// A path as a person at the repository's root would write it.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
