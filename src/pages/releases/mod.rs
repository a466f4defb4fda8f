//! A fleet's releases: the list, each one's page, and two side by side.

mod actions;
pub mod compare;
pub mod list;
pub mod one;
mod words;
