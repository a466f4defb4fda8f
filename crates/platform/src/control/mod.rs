//! People and organizations, kept by whoever holds the data folder: the commands, and the socket by which a running
//! server takes them (docs/adr/0017).

pub mod asked;
pub mod client;
pub mod socket;

mod path;
mod perform;
