//! Making what is missing of the demo and starting its devices.

use std::path::Path;

use platform::platform::Platform;
use tokio_util::sync::CancellationToken;

use crate::demo::api::Api;
use crate::demo::error::DemoError;
use crate::demo::{dress, seed};
use crate::world::control::World;
use crate::world::plan::Plan;

/// What the command line wants of the demo.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The API as devices reach it.
    pub(crate) api: String,
    /// At most so many devices.
    pub(crate) devices: usize,
}

/// Makes what is missing of the demo and starts its devices, or finds them living.
/// Nothing when the administrator's password is needed and not known.
pub(crate) async fn begin(
    platform: &Platform,
    data: &Path,
    asked: Asked,
    stop: &CancellationToken,
) -> Result<Option<World>, DemoError> {
    let known = Plan::read(data)?;
    let undressed = !dress::is_done(data);
    let api = match &platform.admin().password {
        Some(password) if known.is_none() || undressed => {
            Some(Api::sign_in(platform.router(), &platform.admin().user, password).await?)
        }
        _ => None,
    };
    let mut plan = match (known, &api) {
        (Some(plan), _) => plan,
        (None, Some(api)) => seed::seed(platform, api).await?,
        (None, None) => {
            tracing::warn!(
                "no demo world: it is made with the administrator's rights; set BINNACLE_ADMIN_PASSWORD once"
            );
            return Ok(None);
        }
    };
    plan.api = asked.api;
    plan.limit = asked.devices;
    plan.write(data)?;
    let world = World::ensure(data, &plan.api).await?;
    if let Some(api) = api.filter(|_| undressed) {
        let (data, stop) = (data.to_owned(), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = dress::dress(&api, &plan, &data) => {}
                () = stop.cancelled() => {}
            }
        });
    }
    Ok(Some(world))
}
