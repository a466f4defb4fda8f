//! How a service speaks, and how it waits.

use std::io::{self, Write};
use std::thread::sleep;
use std::time::Duration;

/// A line on stdout, at once.
pub(super) fn out(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// A line on stderr.
pub(super) fn err(line: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{line}")
}

/// Sleeps.
pub(super) fn pause(millis: u64) {
    sleep(Duration::from_millis(millis));
}
