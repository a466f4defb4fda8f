//! Diagnostics to stderr, by `RUST_LOG`.

use tracing_subscriber::EnvFilter;

/// Begins to log; `default` is the filter when `RUST_LOG` says nothing.
pub(crate) fn begin(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
}
