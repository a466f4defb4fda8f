//! Every address of the dashboard, typed: the address is the state.

pub mod account_tab;
pub mod device_list;
pub mod device_tab;
pub mod fleet_list;
pub mod fleet_logs;
pub mod fleet_tab;
pub mod log_query;
pub mod place;
pub(crate) mod query_string;
pub mod release_list;
pub mod release_tab;
