//! Services as processes of this machine.

pub(crate) mod command;
pub(crate) mod container;
pub(crate) mod environment;
pub(crate) mod processes;
pub(crate) mod runner;
pub(crate) mod spec;
