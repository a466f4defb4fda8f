//! Logs off the page's thread: a worker that follows them over a live socket of its own, holds them and looks through them.

pub mod ask;
mod browser;
mod feed;
mod feeds;
mod file;
mod held;
mod keep;
mod keeper;
mod lines;
mod loading;
mod names;
pub mod run;
mod seam;
pub mod tell;
