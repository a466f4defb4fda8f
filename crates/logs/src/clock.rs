//! Times of day and dates of a row, in UTC or in the reader's zone.

/// A moment split for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub millisecond: i64,
}

impl Moment {
    /// The moment `at_ms` milliseconds after the Unix epoch, `offset_minutes` east of UTC
    /// (proleptic Gregorian calendar; the day count is Howard Hinnant's `civil_from_days`).
    pub fn of(at_ms: i64, offset_minutes: i64) -> Self {
        let at = at_ms.saturating_add(offset_minutes.saturating_mul(60_000));
        let (days, rest) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000));
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1000 % 60,
            millisecond: rest % 1000,
        }
    }

    /// `10:41:15.300`, the time column of a row.
    pub fn time(self) -> String {
        format!("{:02}:{:02}:{:02}.{:03}", self.hour, self.minute, self.second, self.millisecond)
    }

    /// `2026-11-22T10:41:15.300`, without its zone.
    pub fn date_time(self) -> String {
        format!("{:04}-{:02}-{:02}T{}", self.year, self.month, self.day, self.time())
    }
}

/// A zone's suffix in RFC 3339: `Z` or `+02:00`.
pub fn zone_suffix(offset_minutes: i64) -> String {
    if offset_minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", offset_minutes.abs() / 60, offset_minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::{Moment, zone_suffix};

    #[test]
    fn splits_moments_in_any_zone() {
        assert_eq!(Moment::of(0, 0).date_time(), "1970-01-01T00:00:00.000");
        assert_eq!(Moment::of(1_795_344_075_300, 0).date_time(), "2026-11-22T10:41:15.300");
        assert_eq!(Moment::of(1_709_164_800_000, -60).date_time(), "2024-02-28T23:00:00.000");
        assert_eq!(Moment::of(-1, 0).date_time(), "1969-12-31T23:59:59.999");
        assert_eq!((zone_suffix(0), zone_suffix(-150)), ("Z".to_owned(), "-02:30".to_owned()));
        let _ = (Moment::of(i64::MAX, i64::MAX), Moment::of(i64::MIN, i64::MIN));
    }
}
