//! Durations as the short words of tables: one unit for "ago", two for a span.

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Below this an instant is "now": clocks and reports are no finer.
const NOW: i64 = 2 * SECOND;

/// "now", "4 s", "2 min", "3 h", "41 d" for `elapsed` milliseconds, rounded down; a clock ahead of ours is "now" as well.
#[must_use]
pub fn ago(elapsed: i64) -> String {
    match elapsed {
        ..NOW => "now".to_owned(),
        NOW..MINUTE => format!("{} s", elapsed / SECOND),
        MINUTE..HOUR => format!("{} min", elapsed / MINUTE),
        HOUR..DAY => format!("{} h", elapsed / HOUR),
        _ => format!("{} d", elapsed / DAY),
    }
}

/// "41 s", "6 min 12 s", "4 h 3 min", "12 d 4 h" for a duration in milliseconds.
#[must_use]
pub fn span(duration: i64) -> String {
    let (big, big_word, small, small_word) = match duration.max(0) {
        duration @ ..MINUTE => return format!("{} s", duration / SECOND),
        duration @ MINUTE..HOUR => (duration / MINUTE, "min", duration % MINUTE / SECOND, "s"),
        duration @ HOUR..DAY => (duration / HOUR, "h", duration % HOUR / MINUTE, "min"),
        duration => (duration / DAY, "d", duration % DAY / HOUR, "h"),
    };
    if small == 0 { format!("{big} {big_word}") } else { format!("{big} {big_word} {small} {small_word}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DAY, HOUR, MINUTE, SECOND, ago, span};

    #[test]
    fn says_one_unit_rounded_down() {
        let said: Vec<String> =
            [-5 * MINUTE, 0, 1_999, 4_200, 59_999, MINUTE, HOUR - 1, 3 * HOUR, 47 * HOUR, 400 * DAY].map(ago).to_vec();
        assert_eq!(said, ["now", "now", "now", "4 s", "59 s", "1 min", "59 min", "3 h", "1 d", "400 d"]);
    }

    #[test]
    fn says_two_units_of_a_span() {
        let said = [41 * SECOND, 6 * MINUTE + 12 * SECOND, 4 * HOUR, 12 * DAY + 4 * HOUR + MINUTE, -1].map(span);
        assert_eq!(said, ["41 s", "6 min 12 s", "4 h", "12 d 4 h", "0 s"]);
    }

    proptest! {
        #[test]
        fn any_instant_has_words(elapsed in any::<i64>()) {
            prop_assert!(!ago(elapsed).is_empty() && !span(elapsed).is_empty());
        }
    }
}
