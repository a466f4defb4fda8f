//! Spans (`7d`, `1h30m`) and dates (`2026-11-22`, `2026-11-22T10:41`, in UTC) as a filter writes them.

const DAY: i64 = 86_400_000;

/// Milliseconds of a span; none when it is none.
pub(crate) fn span(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b's' => 1_000,
            b'm' => 60_000,
            b'h' => 3_600_000,
            b'd' => DAY,
            b'w' => 7 * DAY,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    (!text.is_empty()).then_some(total)
}

/// Where a date begins and ends, in milliseconds since 1970: a day, a minute, a second, as far as it is written.
pub(crate) fn date(text: &str) -> Option<(i64, i64)> {
    let (date, clock) = text.split_once(['T', 't']).map_or((text, None), |(date, clock)| (date, Some(clock)));
    let mut parts = date.split('-');
    let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let begin = days_from_civil(year, month, day) * DAY;
    let Some(clock) = clock else { return Some((begin, begin + DAY)) };
    let mut parts = clock.trim_end_matches(['Z', 'z']).split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().map(|second| digits(second, 2));
    if hour > 23 || minute > 59 || parts.next().is_some() {
        return None;
    }
    let begin = begin + (hour * 60 + minute) * 60_000;
    match second {
        None => Some((begin, begin + 60_000)),
        Some(second) => {
            let second = second.filter(|second| *second < 60)?;
            Some((begin + second * 1_000, begin + second * 1_000 + 1_000))
        }
    }
}

/// `2026-11-22` of a moment: what groups by day are called.
pub(crate) fn day_text(millis: i64) -> String {
    let (year, month, day) = civil_from_days(millis.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day of a moment, counted since 1970.
pub(crate) const fn day(millis: i64) -> i64 {
    millis.div_euclid(DAY)
}

fn digits(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a Gregorian date, counting years from March so that the leap day comes last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + if month <= 2 { 1 } else { 0 }, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_dates_as_people_write_them() {
        assert_eq!([span("7d"), span("1h30m"), span("90s")], [Some(7 * DAY), Some(5_400_000), Some(90_000)]);
        assert_eq!([span(""), span("d"), span("7"), span("7x")], [None; 4]);
        assert_eq!(date("1970-01-02"), Some((DAY, 2 * DAY)));
        assert_eq!(date("1970-01-01T00:01"), Some((60_000, 120_000)));
        assert_eq!(date("1970-01-01T00:00:01Z"), Some((1_000, 2_000)));
        assert_eq!([date("2026-02-29"), date("2026-2-1"), date("yesterday")], [None; 3]);
        assert_eq!(day_text(1_795_344_075_300), "2026-11-22");
    }
}
