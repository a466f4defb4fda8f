//! The images of a device on disk: what a location stands for, and unpacked roots by content.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wire::manifest::{Descriptor, Process};

use super::error::PullError;
use super::location::{Location, blob_digest};
use super::unpack::unpack;
use crate::data_dir::{DataDir, read_json, write_json};

/// An image whose layers have been downloaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pulled {
    /// The digits of the manifest's digest: the name of its folder.
    pub(crate) digest: String,
    /// How its process is started.
    pub(crate) process: Process,
    pub(crate) layers: Vec<Descriptor>,
}

/// The device's images.
#[derive(Debug)]
pub(crate) struct ImageStore {
    dir: Arc<DataDir>,
}

impl ImageStore {
    pub(crate) fn new(dir: Arc<DataDir>) -> Self {
        Self { dir }
    }

    pub(super) fn blobs(&self) -> PathBuf {
        self.dir.blobs()
    }

    fn reference(&self, location: &Location) -> PathBuf {
        self.dir.refs().join(format!("{}.json", location.name))
    }

    fn folder(&self, pulled: &Pulled) -> PathBuf {
        self.dir.images().join(&pulled.digest)
    }

    /// What a location stands for, once downloaded.
    pub(super) fn find(&self, location: &Location) -> Option<Pulled> {
        // A damaged note is no note: the image is downloaded again.
        let pulled: Pulled = read_json(&self.reference(location)).ok()??;
        let same = location.reference.strip_prefix("sha256:").is_none_or(|digest| digest == pulled.digest);
        let whole = pulled.digest.len() == 64 && pulled.digest.bytes().all(|b| b.is_ascii_hexdigit());
        (same && whole && (self.is_unpacked(&pulled) || self.has_layers(&pulled))).then_some(pulled)
    }

    fn has_layers(&self, pulled: &Pulled) -> bool {
        let blobs = self.dir.blobs();
        pulled.layers.iter().all(|layer| blob_digest(layer).is_ok_and(|digits| blobs.join(digits).exists()))
    }

    pub(super) fn keep(&self, location: &Location, pulled: &Pulled) -> io::Result<()> {
        write_json(&self.reference(location), pulled)
    }

    pub(super) fn is_unpacked(&self, pulled: &Pulled) -> bool {
        self.folder(pulled).is_dir()
    }

    /// Whether an image is here with all its layers.
    pub(crate) fn is_downloaded(&self, image: &str) -> bool {
        Location::parse(image).is_ok_and(|location| self.find(&location).is_some())
    }

    /// The root folder and the process of an image; unpacks it when it was not yet.
    pub(crate) async fn install(&self, image: &str) -> Result<(PathBuf, Process), PullError> {
        let location = Location::parse(image)?;
        let pulled = self.find(&location).ok_or(PullError::BrokeOff)?;
        let folder = self.folder(&pulled);
        if !self.is_unpacked(&pulled) {
            let blobs = self.dir.blobs();
            let mut layers = Vec::new();
            for layer in &pulled.layers {
                layers.push(blobs.join(blob_digest(layer)?));
            }
            let partial = self.dir.images().join(format!(".{}.partial", pulled.digest));
            let target = folder.clone();
            let unpacking = tokio::task::spawn_blocking(move || {
                if partial.exists() {
                    fs::remove_dir_all(&partial)?;
                }
                unpack(&layers, &partial)?;
                fs::rename(&partial, &target).map_err(PullError::from)
            });
            unpacking.await.map_err(|error| PullError::Io(io::Error::other(error)))??;
        }
        Ok((folder, pulled.process))
    }

    /// Removes every image but these, and all layers: what is kept is unpacked.
    pub(crate) fn keep_only(&self, images: &BTreeSet<String>) -> io::Result<()> {
        let locations: Vec<Location> = images.iter().filter_map(|image| Location::parse(image).ok()).collect();
        let digests: BTreeSet<String> =
            locations.iter().filter_map(|location| Some(self.find(location)?.digest)).collect();
        let names: BTreeSet<String> = locations.iter().map(|location| format!("{}.json", location.name)).collect();
        for entry in fs::read_dir(self.dir.refs())?.flatten() {
            if !names.contains(&*entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        for entry in fs::read_dir(self.dir.images())?.flatten() {
            if !digests.contains(&*entry.file_name().to_string_lossy()) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        for entry in fs::read_dir(self.dir.blobs())?.flatten() {
            fs::remove_file(entry.path())?;
        }
        Ok(())
    }
}
