//! The routes of device configuration.

use crate::device_config::{download, os_config};
use crate::route_table::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/download-config", download::get)
        .post("/download-config", download::post)
        .get("/os/v1/config", os_config::get)
        .get("/os/v1/config/", os_config::get)
}
