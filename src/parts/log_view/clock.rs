//! How times of rows are written: in which zone, by which of two clocks, or as an age.

use leptos::prelude::*;
use logs::clock::{Moment, zone_suffix};
use logs::desk::shown::ShownRow;

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Zone {
    #[default]
    Local,
    Utc,
    /// How long ago.
    Relative,
}

/// Zone and clock; a copy is the same choice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) zone: RwSignal<Zone>,
    /// By the clock the log is not ordered by: the server's for one device, the device's for many.
    pub(super) is_other: RwSignal<bool>,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { zone: RwSignal::new(Zone::default()), is_other: RwSignal::new(false) }
    }

    /// The time column of a row.
    pub(super) fn column(self, row: &ShownRow) -> String {
        let at_ms = if self.is_other.get_untracked() { other(row) } else { row.at_ms };
        match self.zone.get_untracked() {
            Zone::Relative => age(now_ms().saturating_sub(at_ms)),
            _ => self.time(at_ms),
        }
    }

    /// Both clocks' dates, for who points at the column.
    pub(super) fn exact(self, row: &ShownRow) -> String {
        let date = |at_ms| {
            let offset = self.offset_minutes(at_ms);
            format!("{}{}", Moment::of(at_ms, offset).date_time(), zone_suffix(offset))
        };
        let (here, there) = (date(row.at_ms), date(other(row)));
        if row.device.is_empty() {
            format!("device {here}, server {there}")
        } else {
            format!("server {here}, device {there}")
        }
    }

    /// A time of day in the chosen zone.
    pub(super) fn time(self, at_ms: i64) -> String {
        Moment::of(at_ms, self.offset_minutes(at_ms)).time()
    }

    /// The same, to the second.
    pub(super) fn short_time(self, at_ms: i64) -> String {
        let mut time = self.time(at_ms);
        time.truncate("10:41:15".len());
        time
    }

    /// A day as one speaks of it: a time today, `12 Nov` this year.
    pub(super) fn day(self, at_ms: i64) -> String {
        let now = now_ms();
        day(Moment::of(at_ms, self.offset_minutes(at_ms)), Moment::of(now, self.offset_minutes(now)))
    }

    pub(super) fn is_utc(self) -> bool {
        self.zone.get_untracked() == Zone::Utc
    }

    fn offset_minutes(self, at_ms: i64) -> i64 {
        if self.is_utc() { 0 } else { local_offset(at_ms) }
    }
}

fn other(row: &ShownRow) -> i64 {
    row.at_ms.saturating_add(i64::from(row.skew_ms))
}

/// How long ago, as the column has room for.
fn age(passed_ms: i64) -> String {
    let seconds = passed_ms.max(0) / 1_000;
    match seconds {
        0..60 => format!("{}.{} s ago", seconds, passed_ms.max(0) % 1_000 / 100),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn day(at: Moment, now: Moment) -> String {
    if (at.year, at.month, at.day) == (now.year, now.month, now.day) {
        return format!("{:02}:{:02}", at.hour, at.minute);
    }
    let month = usize::try_from(at.month - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    if at.year == now.year { format!("{} {month}", at.day) } else { format!("{} {month} {}", at.day, at.year) }
}

/// How long a span is, in words: `7 min 8 s`.
pub(super) fn span(span_ms: i64) -> String {
    let seconds = span_ms.max(0) / 1_000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200 million years")]
pub(super) fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a date in ms and an offset in minutes are small"
)]
fn local_offset(at_ms: i64) -> i64 {
    let west = js_sys::Date::new(&(at_ms as f64).into()).get_timezone_offset();
    -(west as i64)
}

#[cfg(test)]
mod tests {
    use logs::clock::Moment;

    use super::{age, day, span};

    #[test]
    fn days_are_as_one_speaks_of_them() {
        let now = Moment::of(1_795_344_075_300, 0);
        let said = |at_ms| day(Moment::of(at_ms, 0), now);
        assert_eq!(said(1_795_344_075_300), "10:41");
        assert_eq!(said(1_794_480_075_300), "12 Nov");
        assert_eq!(said(1_752_000_000_000), "8 Jul 2025");
    }

    #[test]
    fn ages_and_spans_are_short() {
        assert_eq!([1_240, 61_000, 7_500_000, 90_000_000].map(age), ["1.2 s ago", "1 min 1 s", "2 h 5 min", "1 d 1 h"]);
        assert_eq!([428_000, 0, -5].map(span), ["7 min 8 s", "0 s", "0 s"]);
    }
}
