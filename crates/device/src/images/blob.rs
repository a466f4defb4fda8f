//! One blob over HTTP: resumed where it broke off, at the device's rate, checked by its digest.

use std::io;
use std::path::Path;

use reqwest::header::RANGE;
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wire::manifest::Descriptor;

use super::error::PullError;
use super::limiter::Limiter;
use super::location::blob_digest;
use super::progress::Progress;
use crate::api::client::{Api, send};
use crate::identity::hex;

/// Bytes that pass the limiter at a time: small enough that a slow download still moves.
const PIECE: usize = 16 * 1_024;

/// What a download needs besides the blob itself.
#[derive(Debug)]
pub(super) struct Fetch<'a> {
    pub(super) api: &'a Api,
    pub(super) name: &'a str,
    pub(super) folder: &'a Path,
    pub(super) limiter: &'a Limiter,
    pub(super) progress: &'a Progress<'a>,
}

/// Fetches a blob into the folder, under the digits of its digest.
pub(super) async fn fetch(fetch: &Fetch<'_>, blob: &Descriptor) -> Result<(), PullError> {
    let digits = blob_digest(blob)?;
    let path = fetch.folder.join(digits);
    let size = signed(blob.size);
    if fs::metadata(&path).await.is_ok_and(|found| found.len() == blob.size) {
        fetch.progress.add(size);
        return Ok(());
    }
    let partial = fetch.folder.join(format!("{digits}.partial"));
    let mut hasher = Sha256::new();
    let mut have = resume(&partial, blob.size, &mut hasher).await?;
    fetch.progress.add(signed(have));
    let outcome = rest(fetch, blob, &partial, &mut have, &mut hasher).await;
    if outcome.is_err() {
        // What is here will be counted again by the next try.
        fetch.progress.add(-signed(have));
    }
    outcome?;
    if hex(&hasher.finalize()) != digits {
        fs::remove_file(&partial).await?;
        fetch.progress.add(-size);
        return Err(PullError::Damaged);
    }
    fs::rename(&partial, &path).await?;
    Ok(())
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Reads what an earlier try left behind; answers how much that is.
async fn resume(partial: &Path, size: u64, hasher: &mut Sha256) -> io::Result<u64> {
    let mut file = match File::open(partial).await {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    if file.metadata().await?.len() > size {
        fs::remove_file(partial).await?;
        return Ok(0);
    }
    let mut have = 0;
    let mut buffer = vec![0; 64 * 1_024];
    while let count @ 1.. = file.read(&mut buffer).await? {
        hasher.update(&buffer[..count]);
        have += count as u64;
    }
    Ok(have)
}

async fn rest(
    fetch: &Fetch<'_>,
    blob: &Descriptor,
    partial: &Path,
    have: &mut u64,
    hasher: &mut Sha256,
) -> Result<(), PullError> {
    if *have == blob.size && blob.size > 0 {
        return Ok(());
    }
    let mut request = fetch.api.request(Method::GET, &format!("/v2/{}/blobs/{}", fetch.name, blob.digest));
    if *have > 0 {
        request = request.header(RANGE, format!("bytes={have}-"));
    }
    let mut answer = send(request).await?;
    let mut options = OpenOptions::new();
    if *have > 0 && answer.status() != StatusCode::PARTIAL_CONTENT {
        // The server begins at the beginning; so do we.
        fetch.progress.add(-signed(*have));
        *have = 0;
        *hasher = Sha256::new();
        options.truncate(true).write(true);
    } else {
        options.append(true);
    }
    let mut file = options.create(true).open(partial).await?;
    while let Some(chunk) = answer.chunk().await.map_err(crate::api::client::ApiError::from)? {
        if *have + chunk.len() as u64 > blob.size {
            drop(file);
            fs::remove_file(partial).await?;
            return Err(PullError::Damaged);
        }
        for piece in chunk.chunks(PIECE) {
            fetch.limiter.take(piece.len()).await;
            file.write_all(piece).await?;
            hasher.update(piece);
            *have += piece.len() as u64;
            fetch.progress.add(signed(piece.len() as u64));
        }
        // What is counted is on disk: a try that breaks off here resumes here.
        file.flush().await?;
    }
    file.flush().await?;
    if *have < blob.size {
        return Err(PullError::BrokeOff);
    }
    Ok(())
}
