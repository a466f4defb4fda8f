//! Lines as the wire brings them, as the log takes them and as the vault keeps them.

use std::sync::Arc;

use logs::line::{Line, SUPERVISOR, skew_ms};
use vault::entry::KeptLine;
use wire::log_line::LogLine;

/// A line of a device's own log: by the device's clock.
pub(crate) fn of_one<'a>(line: &'a LogLine, source: &'a str) -> Line<'a> {
    Line {
        sequence: line.sequence,
        at_ms: line.timestamp,
        skew_ms: skew_ms(line.timestamp, line.created_at),
        device: "",
        source,
        text: &line.message,
        stderr: line.is_std_err,
        system: line.is_system,
    }
}

/// A line among those of other devices: by the server's clock, the only one they share.
pub(crate) fn of_many<'a>(line: &'a LogLine, source: &'a str) -> Line<'a> {
    Line { at_ms: line.created_at, skew_ms: skew_ms(line.created_at, line.timestamp), ..of_one(line, source) }
}

/// A line of our own.
pub(crate) fn of_binnacle(text: &str, at_ms: i64) -> Line<'_> {
    Line { sequence: None, at_ms, skew_ms: 0, device: "", source: SUPERVISOR, text, stderr: false, system: true }
}

/// A line that was kept, by the device's clock or, among other devices', by the server's.
pub(crate) fn of_kept<'a>(line: &'a KeptLine, device: &'a str, is_merged: bool) -> Line<'a> {
    let (at_ms, other_ms) =
        if is_merged { (line.created_at, line.timestamp) } else { (line.timestamp, line.created_at) };
    Line {
        sequence: line.sequence,
        at_ms,
        skew_ms: skew_ms(at_ms, other_ms),
        device,
        source: &line.service,
        text: &line.message,
        stderr: line.stderr,
        system: line.system,
    }
}

/// A line to keep.
pub(crate) fn to_keep(line: &LogLine, service: Arc<str>) -> KeptLine {
    KeptLine {
        sequence: line.sequence,
        created_at: line.created_at,
        timestamp: line.timestamp,
        service,
        stderr: line.is_std_err,
        system: line.is_system,
        message: line.message.clone(),
    }
}
