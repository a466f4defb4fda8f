//! The routes of signing in, of keys, and of “who am I” (balena-api.md §4).

use axum::Router;
use axum::routing::{get, post};

use crate::auth::{keys, login, whoami};
use crate::state::Shared;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/login_", post(login::login))
        .route("/user/v1/refresh-token", get(login::refresh).post(login::refresh_with_password))
        .route("/user/v1/whoami", get(whoami::user))
        .route("/actor/v1/whoami", get(whoami::actor))
        .route("/auth/v1/public-keys/{username}", get(keys::public_keys))
        .route("/api-key/application/{id}/provisioning", post(keys::provisioning))
        .route("/api-key/device/{id}/device-key", post(keys::device))
        .route("/api-key/v1", post(keys::any))
        .route("/api-key/v2", post(keys::any_with_expiry))
        .route("/services/vpn/auth/{uuid}", get(whoami::is_own))
        .route("/api-key/user/full", post(keys::user))
        .route("/access/v1/hostos/{uuid}", get(whoami::may_open_host))
}
