//! The demo: three fleets, their releases and images, and the devices of the world.

mod api;
pub(crate) mod begin;
mod compose;
mod dress;
mod error;
mod fleets;
mod image;
mod seed;
