//! The real server and real devices as processes, and a page's requests to them.

pub(crate) mod page;
pub(crate) mod process;
pub(crate) mod terminal;
pub(crate) mod waiting;
