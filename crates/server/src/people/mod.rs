//! `binnacle user` and `binnacle organization`: who may sign in, and where they belong.

mod password;
pub(crate) mod run;
mod table;
