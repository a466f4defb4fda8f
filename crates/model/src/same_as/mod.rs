//! An action as one could do it elsewhere: a request, a line of balena-sdk, a line of balena-cli.

pub mod configuration;
pub mod devices;
pub mod fleets;
pub mod keys;
pub mod organizations;
pub mod owner;
pub mod quote;
pub mod releases;
pub mod request;
pub mod tags;
pub mod value;
pub mod written;
