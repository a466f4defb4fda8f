//! Rows as plain text, for the clipboard and for files.

use std::fmt::Write as _;

use crate::clock::{Moment, zone_suffix};
use crate::line::{Gap, Row};
use crate::log::Log;
use crate::view::View;

/// One row as a line: time with zone, source, `stderr` where it was, text. A gap says what is missing.
pub fn line(row: &Row<'_>, offset_minutes: i64) -> String {
    let at = format!("{}{}", Moment::of(row.at_ms, offset_minutes).date_time(), zone_suffix(offset_minutes));
    match row.gap {
        Some(Gap::Lines(lost)) => format!("{at} -- {lost} lines skipped --"),
        Some(Gap::Uncounted) => format!("{at} -- lines skipped --"),
        None if row.stderr => format!("{at} {} stderr {}", row.source, row.text),
        None => format!("{at} {} {}", row.source, row.text),
    }
}

/// One row as a line of NDJSON: `{"at":"2026-11-22T10:41:15.300Z","service":"uplink","level":"error","message":"…"}`, with
/// `device`, `stderr` and `system` where there is something to say, and `{"at":"…","skipped":3}` for a gap (null: nobody counted).
pub fn json(row: &Row<'_>) -> String {
    let mut out = format!("{{\"at\":\"{}Z\"", Moment::of(row.at_ms, 0).date_time());
    if !row.device.is_empty() {
        push_member(&mut out, "device", row.device);
    }
    match row.gap {
        // Writing to a string does not fail, here and below.
        Some(Gap::Lines(lost)) => drop(write!(out, ",\"skipped\":{lost}")),
        Some(Gap::Uncounted) => out.push_str(",\"skipped\":null"),
        None => {
            push_member(&mut out, "service", row.source);
            push_member(&mut out, "level", row.level.word());
            for (name, is_so) in [("stderr", row.stderr), ("system", row.system)] {
                if is_so {
                    let _ = write!(out, ",\"{name}\":true");
                }
            }
            push_member(&mut out, "message", row.text);
        }
    }
    out.push('}');
    out
}

fn push_member(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, ",\"{name}\":\"");
    for character in value.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            // A row holds no other control character.
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Every row that passes a view in order, one a line, what is folded away too. `offset_minutes` answers the zone's distance from UTC at a time (it changes
/// with daylight saving).
pub fn text(log: &Log, view: &View, offset_minutes: impl Fn(i64) -> i64) -> String {
    let mut out = String::new();
    for row in view.numbers().filter_map(|number| log.row(number)) {
        out.push_str(&line(&row, offset_minutes(row.at_ms)));
        out.push('\n');
    }
    out
}
