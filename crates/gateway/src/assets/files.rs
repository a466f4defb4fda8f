//! Finding a file of the dashboard by its path.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::random_id::hex;

/// One embedded file.
#[derive(Debug)]
struct File {
    path: &'static str,
    /// Names the content.
    tag: &'static str,
    bytes: &'static [u8],
    /// The same, compressed at build time.
    brotli: Option<&'static [u8]>,
}

static EMBEDDED: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

const NOT_BUILT: &str = include_str!("not_built.html");

/// A file's content, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) bytes: Bytes,
    pub(crate) brotli: Option<Bytes>,
    pub(crate) tag: Cow<'static, str>,
}

/// Where the files come from.
#[derive(Debug)]
pub(crate) struct Assets {
    folder: Option<PathBuf>,
}

impl Assets {
    /// From `folder`, or the embedded ones.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The file at `path`, which has no leading slash.
    pub(crate) fn find(&self, path: &str) -> Option<Content> {
        match &self.folder {
            Some(folder) => read(folder, path),
            None => EMBEDDED.iter().find(|file| file.path == path).map(|file| Content {
                bytes: Bytes::from_static(file.bytes),
                brotli: file.brotli.map(Bytes::from_static),
                tag: Cow::Borrowed(file.tag),
            }),
        }
    }

    /// The first page, or a page that says how to build it.
    pub(crate) fn first_page(&self) -> Content {
        self.find("index.html").unwrap_or_else(|| Content {
            bytes: Bytes::from_static(NOT_BUILT.as_bytes()),
            brotli: None,
            tag: Cow::Borrowed("not-built"),
        })
    }

    /// The text of all pages: the dashboard's and the way in.
    pub(crate) fn pages(&self) -> String {
        let login = self.find("login.html").map(|page| page.bytes).unwrap_or_default();
        [&self.first_page().bytes, &login].map(|page| String::from_utf8_lossy(page).into_owned()).concat()
    }
}

fn read(folder: &Path, path: &str) -> Option<Content> {
    let path = Path::new(path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let bytes = std::fs::read(folder.join(path)).ok()?;
    let tag = hex(Sha256::digest(&bytes).get(..8)?);
    Some(Content { bytes: bytes.into(), brotli: None, tag: Cow::Owned(tag) })
}
