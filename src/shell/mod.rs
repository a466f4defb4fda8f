//! The frame around every page.

mod bottom_nav;
mod connection;
pub mod frame;
mod job_view;
mod keys_dialog;
mod palette;
mod question_dialog;
mod sidebar;
mod top_bar;
mod whereabouts;
