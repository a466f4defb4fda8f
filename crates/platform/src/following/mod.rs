//! Those who follow the change bus: in process, and by long polls.

pub(crate) mod follow;
pub(crate) mod long_poll;
