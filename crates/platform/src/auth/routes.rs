//! The routes of signing in, of keys, and of “who am I” (balena-api.md §4).

use crate::auth::{keys, login, whoami};
use crate::route_table::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/login_", login::login)
        .get("/user/v1/refresh-token", login::refresh)
        .post("/user/v1/refresh-token", login::refresh_with_password)
        .get("/user/v1/whoami", whoami::user)
        .get("/actor/v1/whoami", whoami::actor)
        .get("/auth/v1/public-keys/{username}", keys::public_keys)
        .post("/api-key/application/{id}/provisioning", keys::provisioning)
        .post("/api-key/device/{id}/device-key", keys::device)
        .post("/api-key/v1", keys::any)
        .post("/api-key/v2", keys::any_with_expiry)
        .post("/api-key/user/full", keys::user)
        .get("/access/v1/hostos/{uuid}", whoami::may_open_host)
}
