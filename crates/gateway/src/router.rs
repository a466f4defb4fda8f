//! The gateway as one router.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get};

use crate::assets;
use crate::assets::files::Assets;
use crate::config::Config;
use crate::envelope::{self, Envelope};
use crate::headers::SecurityHeaders;
use crate::live;
use crate::proxy;
use crate::session::registry::Sessions;
use crate::session::routes as session;
use crate::session::seal::Seal;
use crate::state::Gateway;
use crate::terminal;
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
    let headers = Arc::new(SecurityHeaders::new(&config.origins, &assets.index()));
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
        .route("/session", get(session::current).post(session::sign_in).delete(session::sign_out))
        .route("/live", any(live::socket::upgrade))
        .route("/terminal", any(terminal::socket::upgrade))
        .route("/api/{*path}", any(proxy::forward::forward))
        .fallback(assets::serve::serve)
        .with_state(gateway)
        .layer(axum::middleware::from_fn_with_state(envelope, envelope::wrap)))
}
