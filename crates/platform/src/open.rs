//! Opening a data folder: the store, the blobs, the administrator, the timers.

use std::sync::Arc;

use rusqlite::Connection;
use store::clock::now_ms;
use store::report_pace::Pace;
use store::{Store, StoreError, connectivity, settings};
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::admin;
use crate::asset_files::AssetFiles;
use crate::blobs::Blobs;
use crate::bus::ring::{KEPT, Ring};
use crate::config::PlatformConfig;
use crate::credentials::registry_signer::RegistrySigner;
use crate::credentials::throttle::Throttle;
use crate::credentials::token::Signer;
use crate::device_api::pace;
use crate::error::PlatformError;
use crate::fleet_samples::sampler;
use crate::heartbeat;
use crate::hex::{random_hex, unhex};
use crate::links::Links;
use crate::log_hub::batch_limit::BatchLimit;
use crate::log_hub::expiry;
use crate::log_hub::feed::LogHub;
use crate::log_hub::writer::LogWriter;
use crate::polls::Polls;
use crate::state::{Shared, State};

pub(crate) async fn open(config: PlatformConfig) -> Result<(Shared, admin::Admin), PlatformError> {
    let folder = config.data.clone();
    let store = tokio::task::spawn_blocking(move || Store::open(&folder))
        .await
        .map_err(|error| PlatformError::Store { folder: config.data.clone(), message: error.to_string() })?
        .map_err(|error| PlatformError::from_store(&config.data, error))?;
    let blobs = Blobs::open(&config.data)
        .await
        .map_err(|source| PlatformError::Folder { folder: config.data.clone(), source })?;
    let assets = AssetFiles::open(&config.data)
        .await
        .map_err(|source| PlatformError::Folder { folder: config.data.clone(), source })?;
    let failed = |error| PlatformError::from_store(&config.data, error);
    let secret = store.write(token_secret).await.map_err(failed)?;
    let signer = Signer::new(secret.as_bytes()).ok_or_else(|| PlatformError::Store {
        folder: config.data.clone(),
        message: "its token secret is empty".to_owned(),
    })?;
    let secret = store.write(registry_secret).await.map_err(failed)?;
    let registry_signer = RegistrySigner::new(&secret).ok_or_else(|| PlatformError::Store {
        folder: config.data.clone(),
        message: "its registry token key is none".to_owned(),
    })?;
    // What came without its row's commit, before the end of the run before this one.
    let (named, pending) =
        store.read(|c| Ok((store::assets::files(c)?, store::assets::all_pending(c)?))).await.map_err(failed)?;
    assets
        .sweep(&named.into_iter().collect(), &pending.into_iter().collect())
        .await
        .map_err(|source| PlatformError::Folder { folder: config.data.clone(), source })?;
    let admin = admin::ensure(&store, &config).await?;
    // What was connected was connected to the run of the server before this one.
    store.write(|c| connectivity::all_links_down(c, now_ms())).await.map_err(failed)?;
    let minimum_poll_ms = i64::try_from(config.poll_interval.as_millis()).unwrap_or(i64::MAX);
    let beating = store.read(move |c| connectivity::heartbeats(c, minimum_poll_ms)).await.map_err(failed)?;

    let (beats, polled) = unbounded_channel();
    let logs = Arc::new(LogHub::default());
    let (log_writer, log_writing) = LogWriter::new(store.clone(), Arc::clone(&logs), config.log_lines_per_device);
    let state = Arc::new(State {
        log_limit: BatchLimit::new(config.rate_limit_factor),
        pace: Arc::new(Pace::new(config.metrics_report_interval, config.progress_report_interval)),
        throttle: Throttle::new(config.rate_limit_factor),
        config,
        store,
        blobs: Arc::new(blobs),
        assets,
        bus: Ring::new(KEPT, &random_hex(8)),
        logs,
        log_writer,
        polls: Polls::default(),
        links: Links::default(),
        beats,
        signer,
        registry_signer,
        shutdown: CancellationToken::new(),
        tasks: TaskTracker::new(),
    });
    state.tasks.spawn(log_writing.run(state.shutdown.clone()));
    state.tasks.spawn(expiry::run(state.store.clone(), state.shutdown.clone()));
    let every = state.config.fleet_sample_interval;
    state.tasks.spawn(sampler::run(state.store.clone(), every, state.shutdown.clone()));
    state.tasks.spawn(heartbeat::run(Arc::clone(&state), polled, beating));
    state.tasks.spawn(pace::run(Arc::clone(&state)));
    Ok((state, admin))
}

/// Signs this installation's tokens; made once.
fn token_secret(connection: &Connection) -> Result<String, StoreError> {
    const NAME: &str = "token_secret";
    if let Some(secret) = settings::get(connection, NAME)? {
        return Ok(secret);
    }
    let secret = random_hex(32);
    settings::set(connection, NAME, &secret)?;
    Ok(secret)
}

/// The key of this installation's registry tokens; made once.
fn registry_secret(connection: &Connection) -> Result<Vec<u8>, StoreError> {
    const NAME: &str = "registry_token_key";
    let secret = if let Some(secret) = settings::get(connection, NAME)? {
        secret
    } else {
        let secret = random_hex(32);
        settings::set(connection, NAME, &secret)?;
        secret
    };
    Ok(unhex(&secret).unwrap_or_default())
}
