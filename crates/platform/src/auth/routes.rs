//! The routes of signing in, of keys, and of “who am I” (balena-api.md §4).

use crate::auth::{key_routes, login, public_keys, whoami};
use crate::route_table::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/login_", login::login)
        .get("/user/v1/refresh-token", login::refresh)
        .post("/user/v1/refresh-token", login::refresh)
        .get("/user/v1/whoami", whoami::user)
        .get("/actor/v1/whoami", whoami::actor)
        .get("/auth/v1/public-keys/{username}", public_keys::of)
        .post("/api-key/application/{id}/provisioning", key_routes::provisioning)
        .post("/api-key/device/{id}/device-key", key_routes::device)
        .post("/api-key/v1", key_routes::any)
        .post("/api-key/v2", key_routes::any_with_expiry)
        .post("/api-key/user/full", key_routes::user)
        .post("/application/{id}/generate-api-key", key_routes::legacy)
        .get("/access/v1/hostos/{uuid}", whoami::may_open_host)
}
