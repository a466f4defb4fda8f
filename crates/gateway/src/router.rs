//! The gateway as one router.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get};

use crate::assets::files::Assets;
use crate::config::Config;
use crate::envelope::{self, Envelope};
use crate::headers::SecurityHeaders;
use crate::routes;
use crate::session::registry::Sessions;
use crate::session::seal::Seal;
use crate::state::Gateway;
use crate::terminal::registry::Terminals;
use crate::upstream::Upstream;

/// The gateway before `upstream`. Keys are read from the data folder, or made there. Called within a tokio runtime;
/// to be served with connect info (`into_make_service_with_connect_info::<SocketAddr>`).
pub fn router(config: Config, upstream: Arc<dyn Upstream>) -> io::Result<Router> {
    std::fs::create_dir_all(&config.data)?;
    let seal = match &config.cookie_key {
        Some(key) => Seal::new(key),
        None => Seal::from_file(&config.data.join("cookie.key"))?,
    };
    let sessions = Sessions::from_file(config.data.join("revoked.json"))?;
    let terminals = Terminals::new(&config.data, Arc::clone(&upstream), config.shutdown.clone())?;
    let assets = Assets::new(config.dist.clone());
    let headers = Arc::new(SecurityHeaders::new(&config.origins, &assets.pages()));
    let config = Arc::new(config);
    let envelope = Envelope { config: Arc::clone(&config), headers };
    let gateway = Gateway {
        config,
        upstream,
        seal: Arc::new(seal),
        sessions: Arc::new(sessions),
        terminals,
        assets: Arc::new(assets),
    };
    Ok(Router::new()
        .route(
            "/session",
            get(routes::session::current).post(routes::session::sign_in).delete(routes::session::sign_out),
        )
        .route("/live", any(routes::live::upgrade))
        .route("/terminal", any(routes::terminal::upgrade))
        .route("/api/{*path}", any(routes::api::forward))
        .fallback(routes::assets::serve)
        .with_state(gateway)
        .layer(axum::middleware::from_fn_with_state(envelope, envelope::wrap)))
}
