//! All routes of the balena API that the platform answers (balena-api.md §4).

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use http::StatusCode;
use tower_http::decompression::RequestDecompressionLayer;

use crate::http::body::MAX_BODY;
use crate::http::{etag, head_size, headers, trailing_slash};
use crate::route_table::{Route, Routes};
use crate::state::Shared;
use crate::{
    account, assets, auth, config_vars, device_api, device_config, device_past, device_types, fleet_samples, following,
    link, logs, registry, supervisor, v7, vpn,
};

fn routes() -> Routes {
    Routes::new()
        .merge(alive())
        .merge(account::routes::routes())
        .merge(assets::routes())
        .merge(auth::routes::routes())
        .merge(following::long_poll::routes())
        .merge(fleet_samples::route::routes())
        .merge(device_api::routes())
        .merge(config_vars::route::routes())
        .merge(device_config::routes::routes())
        .merge(device_past::routes())
        .merge(device_types::route::routes())
        .merge(link::route::routes())
        .merge(logs::routes())
        .merge(supervisor::route::routes())
        .merge(registry::routes())
        .merge(vpn::routes::routes())
        .merge(v7::routes())
}

/// Whether anybody is there at all, whatever the method.
fn alive() -> Routes {
    let ping = || async { "OK" };
    let check = || async { StatusCode::NO_CONTENT };
    let (ping_at, check_at) = ("/ping", "/connectivity-check");
    Routes::new()
        .get(ping_at, ping)
        .post(ping_at, ping)
        .put(ping_at, ping)
        .patch(ping_at, ping)
        .delete(ping_at, ping)
        .get(check_at, check)
        .post(check_at, check)
        .put(check_at, check)
        .patch(check_at, check)
        .delete(check_at, check)
}

/// Every route there is.
pub(crate) fn table() -> Vec<Route> {
    routes().into_parts().1
}

pub(crate) fn router(state: Shared) -> Router {
    let router = routes()
        .into_parts()
        .0
        .method_not_allowed_fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn_with_state(std::sync::Arc::clone(&state), assets::intercept::intercept))
        .layer(middleware::from_fn(etag::add))
        .layer(middleware::from_fn(auth::body_token::lift))
        // Bounds what a compressed body becomes: the limit is on what the handlers read.
        .layer(RequestDecompressionLayer::new())
        .layer(middleware::from_fn(logs::encoding::gzip_or_plain))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(headers::add))
        .layer(middleware::from_fn(head_size::bounded))
        .with_state(state);
    trailing_slash::forgiven(router)
}
