//! Health checks and the report of a device: the gateway's own scripts, run on the device's host by SSH (docs/adr/0025).

pub(crate) mod lines;
pub(crate) mod run;
pub(crate) mod slots;
