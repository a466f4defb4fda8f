//! Entering the fleet: register with its key, then forget that key.

use std::time::Duration;

use wire::register::Register;

use crate::api::client::{Api, ApiError};
use crate::api::fleet::Entered;
use crate::api::trust;
use crate::backoff::Backoff;
use crate::config::DeviceConfig;
use crate::data_dir::DataDir;
use crate::error::DeviceError;
use crate::identity::Identity;
use crate::metrics::network;

/// Registers the device unless it is registered, however long the API takes to be there.
/// Ends with an error only when trying again cannot help.
pub(crate) async fn provision(
    config: &DeviceConfig,
    dir: &DataDir,
    identity: &mut Identity,
) -> Result<(), DeviceError> {
    if identity.device_id.is_some() {
        return Ok(());
    }
    let key = identity.provisioning_key.clone().ok_or(DeviceError::NotProvisioned)?;
    let api = Api::new(&config.api, &key, trust::towards(&config.api, config.root_certificate.as_deref())?)
        .map_err(|error| DeviceError::Http(error.to_string()))?;
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5));
    let device = loop {
        let wait = backoff.next();
        match enter(config, &api, identity).await {
            Ok(device) => break device,
            Err(Attempt::Hopeless(error)) => return Err(error),
            Err(Attempt::Again(error)) => {
                tracing::warn!(%error, "the device is not registered yet; it tries again in {wait:?}");
                tokio::time::sleep(error.retry_after().unwrap_or(wait)).await;
            }
        }
    };
    identity.device_id = Some(device);
    identity.provisioning_key = None;
    identity.save(dir)?;
    if let Some(name) = &config.name
        && let Err(error) = api.with_key(&identity.api_key).rename(device, name).await
    {
        tracing::warn!(%error, "the device keeps the name the API gave it");
    }
    Ok(())
}

enum Attempt {
    Again(ApiError),
    Hopeless(DeviceError),
}

impl From<ApiError> for Attempt {
    fn from(error: ApiError) -> Self {
        match error.status() {
            Some(status) if status.is_client_error() && status.as_u16() != 429 => {
                Self::Hopeless(DeviceError::Refused(error))
            }
            _ => Self::Again(error),
        }
    }
}

async fn enter(config: &DeviceConfig, api: &Api, identity: &Identity) -> Result<i64, Attempt> {
    let fleet = config.fleet.as_ref().ok_or(Attempt::Hopeless(DeviceError::NotProvisioned))?;
    let application = api.fleet_id(fleet).await?.ok_or(Attempt::Hopeless(DeviceError::NoSuchFleet))?;
    let device = Register {
        application,
        device_type: config.device_type.clone(),
        uuid: identity.uuid.clone(),
        api_key: Some(identity.api_key.clone()),
        supervisor_version: Some(config.supervisor_version.clone()),
        os_version: Some(config.os_version.clone()),
        os_variant: Some(config.os_variant.clone()),
        mac_address: network::mac_addresses(),
    };
    match api.register(&device).await? {
        Entered::Registered(registered) => Ok(registered.id),
        Entered::Taken => {
            let taken = || ApiError::Unreadable("the uuid is taken by another device".to_owned());
            let id = api.own_id(identity.uuid.as_str(), &identity.api_key).await?;
            id.ok_or_else(|| Attempt::Hopeless(DeviceError::Refused(taken())))
        }
    }
}
