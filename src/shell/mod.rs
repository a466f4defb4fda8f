//! The frame around every page.

mod bottom_nav;
mod connection;
mod drawer;
pub mod frame;
mod job_view;
mod keys_dialog;
mod palette;
mod question_dialog;
mod server_block;
mod sidebar;
mod top_bar;
mod whereabouts;
