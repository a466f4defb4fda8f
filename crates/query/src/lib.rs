//! Remote state as signals: what is known, whether it is being asked for, and what went wrong last.

pub mod held;
pub mod mutation;
pub mod remote;
