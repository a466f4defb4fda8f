//! Rows as plain text, for the clipboard and for files.

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

/// Every row of a view in order, one a line. `offset_minutes` answers the zone's distance from UTC at a time (it changes
/// with daylight saving).
pub fn text(log: &Log, view: &View, offset_minutes: impl Fn(i64) -> i64) -> String {
    let mut out = String::new();
    for row in (0..view.len()).filter_map(|position| log.row(view.number(position)?)) {
        out.push_str(&line(&row, offset_minutes(row.at_ms)));
        out.push('\n');
    }
    out
}
