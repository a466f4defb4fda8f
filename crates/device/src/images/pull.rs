//! Downloads an image: its manifest, its configuration, its layers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Method;
use reqwest::header::ACCEPT;
use sha2::{Digest, Sha256};
use wire::manifest::{Descriptor, ImageConfig, LAYER_MEDIA_TYPE, MANIFEST_MEDIA_TYPE, Manifest};

use super::blob::{Fetch, fetch};
use super::error::PullError;
use super::limiter::Limiter;
use super::location::{Location, blob_digest};
use super::progress::Progress;
use super::store::{ImageStore, Pulled};
use crate::api::client::{Api, read, send};
use crate::identity::hex;

const MAX_MANIFEST: usize = 1_024 * 1_024;
const MAX_LAYERS: usize = 128;
/// The largest image that is downloaded, in bytes, compressed.
const MAX_IMAGE: u64 = 8 * 1_024 * 1_024 * 1_024;

/// Downloads images into a store.
#[derive(Debug)]
pub(crate) struct Puller {
    api: Api,
    store: Arc<ImageStore>,
    limiter: Limiter,
    /// Two images may share a layer; only one of them fetches it.
    busy: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Puller {
    pub(crate) fn new(api: Api, store: Arc<ImageStore>, limiter: Limiter) -> Self {
        Self { api, store, limiter, busy: Mutex::default() }
    }

    /// Downloads what is missing of an image. `tell` hears whole percents, rising.
    pub(crate) async fn pull(&self, image: &str, tell: &(dyn Fn(u8) + Sync)) -> Result<(), PullError> {
        let location = Location::parse(image)?;
        let pulled = match self.store.find(&location) {
            Some(pulled) if self.store.is_unpacked(&pulled) => return Ok(()),
            Some(pulled) => pulled,
            None => self.describe(&location).await?,
        };
        let total = pulled.layers.iter().map(|layer| layer.size).sum();
        let progress = Progress::new(total, tell);
        let blobs = self.store.blobs();
        let fetching =
            Fetch { api: &self.api, name: &location.name, folder: &blobs, limiter: &self.limiter, progress: &progress };
        for layer in &pulled.layers {
            let turn = self.turn(&layer.digest);
            let _mine = turn.lock().await;
            fetch(&fetching, layer).await?;
        }
        self.store.keep(&location, &pulled)?;
        Ok(())
    }

    fn turn(&self, digest: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(busy.entry(digest.to_owned()).or_default())
    }

    /// Reads manifest and configuration.
    async fn describe(&self, location: &Location) -> Result<Pulled, PullError> {
        let path = format!("/v2/{}/manifests/{}", location.name, location.reference);
        let answer = send(self.api.request(Method::GET, &path).header(ACCEPT, MANIFEST_MEDIA_TYPE)).await?;
        let bytes = read(answer, MAX_MANIFEST).await?;
        let digest = hex(&Sha256::digest(&bytes));
        if location.reference.strip_prefix("sha256:").is_some_and(|wanted| wanted != digest) {
            return Err(PullError::BadManifest("it is not what its digest says".to_owned()));
        }
        let manifest: Manifest = parse(&bytes)?;
        check(&manifest.layers)?;
        let config = self.small_blob(location, &manifest.config).await?;
        let config: ImageConfig = parse(&config)?;
        Ok(Pulled { digest, process: config.config, layers: manifest.layers })
    }

    async fn small_blob(&self, location: &Location, blob: &Descriptor) -> Result<Vec<u8>, PullError> {
        let digits = blob_digest(blob)?;
        let path = format!("/v2/{}/blobs/{}", location.name, blob.digest);
        let bytes = read(send(self.api.request(Method::GET, &path)).await?, MAX_MANIFEST).await?;
        if hex(&Sha256::digest(&bytes)) == digits { Ok(bytes) } else { Err(PullError::Damaged) }
    }
}

fn parse<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, PullError> {
    serde_json::from_slice(bytes).map_err(|error| PullError::BadManifest(error.to_string()))
}

fn check(layers: &[Descriptor]) -> Result<(), PullError> {
    let bad = |why: &str| Err(PullError::BadManifest(why.to_owned()));
    if layers.len() > MAX_LAYERS {
        return bad("too many layers");
    }
    let total = layers.iter().try_fold(0_u64, |total, layer| total.checked_add(layer.size));
    if total.is_none_or(|total| total > MAX_IMAGE) {
        return bad("the image is too large");
    }
    for layer in layers {
        blob_digest(layer)?;
        if layer.media_type != LAYER_MEDIA_TYPE {
            return bad("a layer that is not tar+gzip");
        }
    }
    Ok(())
}
