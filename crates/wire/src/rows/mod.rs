//! One type per resource row, as the page asks for it: a field here is a field in its `SELECT`.

pub mod api_key;
pub mod application;
pub mod application_tag;
pub mod architecture;
pub mod attention;
pub mod device;
pub mod device_home;
pub mod device_list;
pub mod device_tag;
pub mod device_type;
pub mod first_boot;
pub mod fleet_choice;
pub mod fleet_detail;
pub mod found;
pub mod image_install;
pub mod membership;
pub mod organization;
pub mod public_key;
pub mod release;
pub mod release_asset;
pub mod release_detail;
pub mod release_image;
pub mod release_tag;
pub mod service;
pub mod variable;

/// A row and the fields it is read with.
pub trait Row: serde::de::DeserializeOwned {
    /// The resource's name in the path.
    const RESOURCE: &'static str;
    /// `$select`; expanded navigations are added by the query.
    const SELECT: &'static [&'static str];
}
