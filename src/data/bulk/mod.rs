//! Doing one thing to many devices: what to choose from, and jobs that go on whatever page shows.

pub mod choices;
pub mod held_variables;
pub mod item;
pub mod job;
pub mod jobs;
mod queue;
mod send;
