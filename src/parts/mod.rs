//! Pieces of pages that know what a device, a log or a terminal is: values and signals in, callbacks out.

pub mod device_state;
pub mod failed;
pub mod fleet_card;
pub mod fleet_state;
pub mod log_view;
pub mod missing;
pub mod status_bar;
pub mod terminal;
