//! The real program: its command line, the whole path from a device to a page, and what a kill leaves.

mod command_line;
#[cfg(test)]
mod harness;
mod kills;
mod whole_path;
mod world;
