//! How many rows fall into which stretch of time, as the bars of a density timeline.

use serde::{Deserialize, Serialize};

use crate::level::Level;
use crate::log::Log;
use crate::view::View;

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bar {
    pub rows: u32,
    pub warnings: u32,
    pub errors: u32,
}

/// Bars of equal spans from `from_ms` on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The time of the earliest row, in milliseconds since the Unix epoch.
    pub from_ms: i64,
    /// The span of a bar, in milliseconds; at least 1.
    pub span_ms: i64,
    pub bars: Vec<Bar>,
}

impl Timeline {
    /// The rows that pass the view, gaps left out, in at most `bars` bars; none when there is no row.
    pub fn of(view: &View, log: &Log, bars: usize) -> Option<Self> {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        each(view, log, |time, _| {
            first = first.min(time);
            last = last.max(time);
        });
        if first > last {
            return None;
        }
        let count = i64::try_from(bars.max(1)).unwrap_or(i64::MAX);
        // As wide as it must be for the last row to fall into the last bar.
        let span_ms = last.saturating_sub(first) / count + 1;
        let place = |time: i64| usize::try_from(time.saturating_sub(first) / span_ms).unwrap_or(0);
        let mut made = Self { from_ms: first, span_ms, bars: vec![Bar::default(); place(last) + 1] };
        each(view, log, |time, level| {
            if let Some(bar) = made.bars.get_mut(place(time)) {
                bar.rows += 1;
                bar.warnings += u32::from(level == Level::Warn);
                bar.errors += u32::from(level == Level::Error);
            }
        });
        Some(made)
    }
}

fn each(view: &View, log: &Log, mut see: impl FnMut(i64, Level)) {
    for (part, segment) in view.parts(log) {
        for (time, flags) in part.shown.bits.iter().filter_map(|row| segment.time_and_flags(row)) {
            if !flags.is_gap() {
                see(time, flags.level());
            }
        }
    }
}
