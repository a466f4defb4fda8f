//! What devices ask of the API: to be registered, what to be, and to say what they are (balena-api.md §4, §7).

use crate::route_table::Routes;

mod fleet_target;
mod legacy_report;
mod legacy_target;
pub(crate) mod pace;
mod register;
mod report;
mod reporter;
mod tags;
mod target;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/device/register", register::register)
        .get("/device/v2/{uuid}/state", target::get_legacy)
        .get("/device/v3/{uuid}/state", target::get)
        .get("/device/v3/fleet/{uuid}/state", fleet_target::get)
        .patch("/device/v2/{uuid}/state", legacy_report::report)
        .patch("/device/v3/state", report::report)
        .patch("/device/v3/tags", tags::set)
}
