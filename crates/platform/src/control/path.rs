//! Where the socket is, however long the data folder's path.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

const NAME: &str = "control.sock";
/// A socket's address holds 107 bytes of path on Linux and 103 elsewhere.
const LONGEST: usize = 100;

/// The socket's path, good while this lives.
#[derive(Debug)]
pub(crate) struct SocketPath {
    pub(crate) path: PathBuf,
    _folder: Option<File>,
}

impl SocketPath {
    /// In the data folder; a path too long for an address goes by way of the open folder.
    pub(crate) fn of(data: &Path) -> io::Result<Self> {
        let path = data.join(NAME);
        if path.as_os_str().len() <= LONGEST {
            return Ok(Self { path, _folder: None });
        }
        let folder = File::open(data)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(NAME);
        Ok(Self { path, _folder: Some(folder) })
    }
}
