//! The device agent.

mod api;
mod backoff;
mod board;
mod cloudlink;
pub mod config;
mod data_dir;
mod engine;
pub mod error;
mod identity;
mod images;
mod life;
mod logs;
mod metrics;
mod poll;
mod provision;
mod report;
pub mod run;
mod services;
mod ssh;
mod supervisor;
