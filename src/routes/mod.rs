//! Every address of the dashboard, typed: the address is the state.

pub mod device_list;
pub mod log_query;
pub mod place;
mod query_string;
