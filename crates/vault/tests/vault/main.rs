//! The vault over a store in memory: what is kept, how much of it, and what faults take with them.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod damage;
mod faults;
mod limits;
mod lines;
mod reading;
mod resume;
