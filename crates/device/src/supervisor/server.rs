//! The routes.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;

use super::state::Supervisor;
use super::{auth, queries, v1, v2};

/// The largest body a route takes, in bytes.
const MAX_BODY: usize = 16 * 1_024;

/// Serves until it is dropped.
pub(crate) async fn serve(listener: TcpListener, supervisor: Arc<Supervisor>) -> std::io::Result<()> {
    let guarded = Router::new()
        .route("/v1/blink", post(v1::blink))
        .route("/v1/update", post(v1::update))
        .route("/v1/reboot", post(v1::reboot))
        .route("/v1/shutdown", post(v1::shutdown))
        .route("/v1/restart", post(v1::restart))
        .route("/v1/purge", post(v1::purge))
        .route("/v1/device", get(v1::device))
        .route("/v2/applications/state", get(queries::applications))
        .route("/v2/applications/{app}/start-service", post(v2::start_service))
        .route("/v2/applications/{app}/stop-service", post(v2::stop_service))
        .route("/v2/applications/{app}/restart-service", post(v2::restart_service))
        .route("/v2/applications/{app}/restart", post(v2::restart))
        .route("/v2/applications/{app}/purge", post(v2::purge))
        .route("/v2/state/status", get(queries::status))
        .route("/v2/version", get(queries::version))
        .route("/v2/device/vpn", get(queries::vpn))
        .route("/v2/containerId", get(queries::container_id))
        .layer(middleware::from_fn_with_state(Arc::clone(&supervisor), auth::check));
    let router = Router::new()
        .route("/ping", get(|| async { "OK" }))
        .route("/v1/healthy", get(|| async { "OK" }))
        .merge(guarded)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(supervisor);
    axum::serve(listener, router).await
}
