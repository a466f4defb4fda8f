//! What devices ask of the API: to be registered, what to be, and to say what they are (balena-api.md §4, §7).

use crate::route_table::Routes;

mod register;
mod report;
mod tags;
mod target;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/device/register", register::register)
        .get("/device/v3/{uuid}/state", target::get)
        .patch("/device/v3/state", report::report)
        .patch("/device/v3/tags", tags::set)
}
