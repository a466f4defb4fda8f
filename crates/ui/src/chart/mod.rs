//! Small charts: stacked columns over time, rows of a histogram, and a line; each with its numbers as a table.

pub mod columns;
pub mod figures;
pub mod histogram;
pub mod scale;
pub mod sparkline;
