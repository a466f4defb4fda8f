//! The contract between page, gateway, platform and device: rows, routes, frames and the error.

#![expect(non_snake_case, reason = "the names on the wire are balena's: `is_for__device_type`")]

pub mod account;
pub mod change;
pub mod composition;
pub mod config_vars;
pub mod device_history;
pub mod device_metrics;
pub mod device_state;
pub mod diagnostics;
pub mod download_config;
pub mod endpoint;
pub mod error;
pub mod fleet_states;
pub mod link;
pub mod live;
pub mod log_history;
pub mod log_line;
pub mod log_position;
pub mod logs_frame;
pub mod manifest;
pub mod navigation;
pub mod register;
pub mod rows;
pub mod session;
pub mod supervisor;
pub mod supervisor_state;
pub mod terminal;
pub mod yaml;
