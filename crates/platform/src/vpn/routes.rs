//! The routes of a VPN service.

use crate::route_table::Routes;
use crate::vpn::{auth, reports};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/services/vpn/auth/{uuid}", auth::device)
        .post("/services/vpn/client-connect", reports::connected)
        .post("/services/vpn/client-disconnect", reports::disconnected)
}
