//! Where a device finds the platform and the services around it.

use http::uri::Authority;
use http::{HeaderMap, header};
use store::images::REGISTRY_HOST;
use store::{StoreError, settings};

use crate::state::State;

const HTTPS: u16 = 443;

/// Addresses, and hosts where a device wants only these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoints {
    pub(crate) api: String,
    pub(crate) delta: String,
    pub(crate) registry: String,
    pub(crate) vpn: String,
    pub(crate) vpn_port: u16,
    pub(crate) logs: Option<String>,
}

/// From the settings; what they do not say is at the API's own address, which is where the request went when it is
/// not set either.
pub(crate) async fn endpoints(state: &State, headers: &HeaderMap) -> Result<Endpoints, StoreError> {
    let api = state.config.api_url.clone().unwrap_or_else(|| asked(headers)).trim_end_matches('/').to_owned();
    let authority = api.split_once("://").map_or(api.as_str(), |(_, authority)| authority);
    let set = &state.config.device_settings;
    let registry = if let Some(registry) = &set.registry {
        registry.clone()
    } else {
        let named = state.store.read(|connection| settings::get(connection, REGISTRY_HOST)).await?;
        named.unwrap_or_else(|| authority.to_owned())
    };
    let host = authority.parse::<Authority>().map_or_else(|_| authority.to_owned(), |at| at.host().to_owned());
    Ok(Endpoints {
        delta: set.delta.clone().unwrap_or_else(|| api.clone()),
        registry,
        vpn: set.vpn.clone().unwrap_or(host),
        vpn_port: set.vpn_port.unwrap_or(HTTPS),
        logs: set.logs.clone(),
        api,
    })
}

/// The address in the request itself; a proxy says whether it was asked with TLS.
fn asked(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let scheme =
        if text(header::HeaderName::from_static("x-forwarded-proto")) == Some("https") { "https" } else { "http" };
    let host = text(header::HOST).filter(|host| host.parse::<Authority>().is_ok_and(|at| !at.as_str().contains('@')));
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
