//! What a page asks of a log that lives elsewhere (in a worker), and what it gets: only what is on the screen.

pub mod ask;
pub mod keeping;
pub mod kinds;
pub mod look;
pub mod mining;
pub mod seat;
pub mod shown;
pub mod step;
pub mod tell;
