//! The vault over a store in memory: what is kept, how much of it, and what faults take with them.

mod damage;
mod faults;
mod limits;
mod lines;
mod reading;
mod resume;
