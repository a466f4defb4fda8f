//! The vocabulary of fleets: ids, states, versions and the rules server and page must agree on.

pub mod action;
pub mod bulk;
pub mod device;
pub mod device_name;
pub mod device_status;
pub mod device_uuid;
pub mod draft;
pub mod figure;
pub mod fleet;
pub mod fleet_choice;
pub mod fleet_name;
pub mod heartbeat;
pub mod os_range;
pub mod os_version;
pub mod ratchet;
pub mod release;
pub mod release_version;
pub mod rights;
pub mod same_as;
pub mod service_status;
pub mod tag_rule;
pub mod timestamp;
pub mod update_status;
