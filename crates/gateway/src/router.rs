//! The gateway as one router.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, any, delete, get, post};

use crate::assets::files::Assets;
use crate::config::Config;
use crate::diagnostics::slots::Slots;
use crate::envelope::{self, Envelope};
use crate::headers::SecurityHeaders;
use crate::live::logs::hub::LogHub;
use crate::routes;
use crate::session::registry::Sessions;
use crate::session::seal::Seal;
use crate::state::Gateway;
use crate::terminal::registry::Terminals;
use crate::upstream::Upstream;

/// Every route: its method (`*` for all), its path, and what answers there.
fn table() -> [(&'static str, &'static str, MethodRouter<Gateway>); 12] {
    [
        ("GET", "/session", get(routes::session::current)),
        ("POST", "/session", post(routes::session::sign_in)),
        ("DELETE", "/session", delete(routes::session::sign_out)),
        ("POST", "/session/password", post(routes::renewal::change_password)),
        ("POST", "/session/confirm", post(routes::renewal::confirm)),
        ("GET", "/sessions", get(routes::sessions::list)),
        ("DELETE", "/sessions", delete(routes::sessions::end_others)),
        ("DELETE", "/sessions/{id}", delete(routes::sessions::end)),
        ("*", "/live", any(routes::live::upgrade)),
        ("*", "/terminal", any(routes::terminal::upgrade)),
        ("*", "/diagnostics", any(routes::diagnostics::upgrade)),
        ("*", "/api/{*path}", any(routes::api::forward)),
    ]
}

/// Methods and paths of all routes but the dashboard's files, for the test that asks each who may.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    table().into_iter().map(|(method, path, _)| (method, path)).collect()
}

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
    let logs = Arc::new(LogHub::new(Arc::clone(&upstream), config.logs));
    let gateway = Gateway {
        config,
        upstream,
        seal: Arc::new(seal),
        sessions: Arc::new(sessions),
        terminals,
        diagnostics: Slots::default(),
        logs,
        assets: Arc::new(assets),
    };
    let router = table().into_iter().fold(Router::new(), |router, (_, path, answer)| router.route(path, answer));
    Ok(router
        .fallback(routes::assets::serve)
        .with_state(gateway)
        .layer(axum::middleware::from_fn_with_state(envelope, envelope::wrap)))
}
