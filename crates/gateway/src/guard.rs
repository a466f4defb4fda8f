//! Who may ask: `Origin` and `Sec-Fetch-Site` against the configured origins.

use http::{HeaderMap, Method, StatusCode, header};

use crate::config::Config;
use crate::reply::Refusal;

/// For anything that changes something: an `Origin` of ours, or none and the browser's word that the page is ours.
pub(crate) fn check_unsafe(config: &Config, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let same_site = headers.get("sec-fetch-site").is_some_and(|value| value == "same-origin");
    match headers.get(header::ORIGIN) {
        Some(origin) if origin.to_str().is_ok_and(|origin| config.allows_origin(origin)) => Ok(()),
        None if same_site => Ok(()),
        _ => Err(foreign()),
    }
}

/// For a WebSocket: browsers send cookies with it from any page, so `Origin` is the only defence and must be there.
pub(crate) fn check_socket(config: &Config, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) if origin.to_str().is_ok_and(|origin| config.allows_origin(origin)) => Ok(()),
        _ => Err(foreign()),
    }
}

fn foreign() -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        "The request comes from a page that is not this dashboard's. If this is its address, start binnacle with --origin.",
    )
}
