//! `binnacle serve`: platform, gateway and demo world in one process.

mod addresses;
pub(crate) mod data_folder;
mod embedded;
mod listeners;
pub(crate) mod run;
mod settings;
