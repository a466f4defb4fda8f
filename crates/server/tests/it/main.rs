//! The real program: its command line, the whole path from a device to a page, and what a kill leaves.

#![cfg(test)]

mod backup;
mod command_line;
mod harness;
mod kill_storm;
mod kills;
mod people;
mod tls;
mod whole_path;
mod world;
