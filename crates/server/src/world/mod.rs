//! The demo world: a process that runs the demo's devices, and how the server starts it, finds it again and ends it.

pub(crate) mod control;
pub(crate) mod lock;
pub(crate) mod plan;
pub(crate) mod supervise;
