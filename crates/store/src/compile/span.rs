//! Durations in ISO 8601, as the dialect writes them: days and smaller, nothing of unequal length.

use crate::error::StoreError;

/// The longest that makes sense beside a moment, in milliseconds.
const LONGEST: f64 = 1.0e15;

/// `P1DT2H3M4.5S`, perhaps with a sign before it, in milliseconds.
pub(super) fn millis(text: &str) -> Result<i64, StoreError> {
    parse(text).ok_or_else(|| {
        let said: String = text.chars().take(80).collect();
        StoreError::bad_request(format!("{said:?} is not a duration: write it as P1DT2H3M4S."))
    })
}

#[expect(clippy::cast_possible_truncation, reason = "it is within LONGEST")]
fn parse(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mut is_clock, mut has_part, mut total) = (false, false, 0.0);
    let mut number = String::new();
    for ch in rest.strip_prefix('P')?.chars() {
        if ch.is_ascii_digit() || ch == '.' {
            number.push(ch);
            continue;
        }
        if ch == 'T' && !is_clock && number.is_empty() {
            is_clock = true;
            continue;
        }
        let millis = match (is_clock, ch) {
            (false, 'D') => 86_400_000.0,
            (true, 'H') => 3_600_000.0,
            (true, 'M') => 60_000.0,
            (true, 'S') => 1_000.0,
            _ => return None,
        };
        let count: f64 = number.parse().ok().filter(|_| ch == 'S' || !number.contains('.'))?;
        total += count * millis;
        has_part = true;
        number.clear();
    }
    (has_part && number.is_empty() && total < LONGEST).then_some((sign * total) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_smaller() {
        assert_eq!(parse("P1D"), Some(86_400_000));
        assert_eq!(parse("-PT1H30M"), Some(-5_400_000));
        assert_eq!(parse("P1DT2H3M4.5S"), Some(93_784_500));
        for text in ["", "P", "PT", "P1", "1D", "P1M", "P1.5D", "PT1.2.3S", "P99999999999999999D", "PTS", "PT1D"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
