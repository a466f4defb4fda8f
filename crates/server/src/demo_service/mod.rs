//! `binnacle demo-service`: what the demo's images run. Small, single-threaded, mostly asleep.

mod client;
mod figures;
mod meeting_place;
pub(crate) mod run;
mod say;
mod sensor;
pub(crate) mod update_lock;
mod uplink;
mod web;
mod worker;
