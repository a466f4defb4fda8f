//! What a density timeline says in words: the whole for who does not see it, one bar for who points at it, and how many
//! times fit under it.

use super::bars::DensityBar;
use crate::grouped::grouped;

/// Width of a character of the times, px, rounded up.
const CHARACTER: f64 = 6.5;
/// Least space between two times, px.
const BETWEEN: f64 = 24.0;
/// Times under the bars, at most.
const MOST_TIMES: usize = 5;

/// `41 errors, 12 warnings, most at 10:24, in 48,914 lines`: where the worst there is was thickest. `at` is the moment of
/// a bar.
pub(super) fn summary(bars: &[DensityBar], at: impl Fn(usize) -> String) -> String {
    let sum = |count: fn(&DensityBar) -> u32| bars.iter().map(|bar| u64::from(count(bar))).sum::<u64>();
    let (rows, warnings, errors) = (sum(|bar| bar.rows), sum(|bar| bar.warnings), sum(|bar| bar.errors));
    let lines = counted(rows, "line");
    let worst: fn(&DensityBar) -> u32 = match (errors, warnings) {
        (0, 0) => return format!("{lines}, no errors or warnings"),
        (0, _) => |bar| bar.warnings,
        _ => |bar| bar.errors,
    };
    // The first of those that are as high.
    let thickest = bars.iter().map(worst).enumerate().rev().max_by_key(|(_, count)| *count).map_or(0, |(at, _)| at);
    let kinds = kinds(errors, warnings);
    format!("{kinds}, most at {}, in {lines}", at(thickest))
}

/// `214 lines, 3 errors, 1 warning`.
pub(super) fn reading(bar: DensityBar) -> String {
    let lines = counted(u64::from(bar.rows), "line");
    let kinds = kinds(u64::from(bar.errors), u64::from(bar.warnings));
    if kinds.is_empty() { lines } else { format!("{lines}, {kinds}") }
}

/// How many times of so many characters fit on `width` px.
#[expect(clippy::cast_precision_loss, reason = "a few characters")]
pub(super) fn times(width: f64, characters: usize) -> usize {
    let each = characters as f64 * CHARACTER + BETWEEN;
    (1..=MOST_TIMES).rev().find(|count| *count as f64 * each - BETWEEN <= width).unwrap_or(1)
}

fn kinds(errors: u64, warnings: u64) -> String {
    let kinds = [(errors, "error"), (warnings, "warning")];
    let kinds: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, one)| counted(*count, one)).collect();
    kinds.join(", ")
}

fn counted(count: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(rows: u32, warnings: u32, errors: u32) -> DensityBar {
        DensityBar { rows, warnings, errors }
    }

    #[test]
    fn the_whole_in_words() {
        let said = |bars: &[DensityBar]| summary(bars, |bar| format!("10:2{bar}"));
        let bars = [bar(40_000, 12, 0), bar(8_900, 0, 20), bar(14, 0, 21), bar(0, 0, 0)];
        assert_eq!(said(&bars), "41 errors, 12 warnings, most at 10:22, in 48,914 lines");
        assert_eq!(said(&[bar(1, 0, 0), bar(3, 1, 0), bar(3, 1, 0)]), "2 warnings, most at 10:21, in 7 lines");
        assert_eq!(said(&[bar(1, 0, 1)]), "1 error, most at 10:20, in 1 line");
        assert_eq!(said(&[bar(5, 0, 0)]), "5 lines, no errors or warnings");
        assert_eq!(said(&[bar(0, 0, 0)]), "0 lines, no errors or warnings");
    }

    #[test]
    fn one_bar_in_words() {
        assert_eq!(reading(bar(1_214, 1, 3)), "1,214 lines, 3 errors, 1 warning");
        assert_eq!(reading(bar(1, 0, 0)), "1 line");
    }

    #[test]
    fn fewer_times_on_a_narrow_page() {
        assert_eq!([1_127.0, 358.0, 288.0, 120.0, 10.0, 0.0].map(|width| times(width, 8)), [5, 5, 4, 1, 1, 1]);
        assert_eq!([358.0, 120.0].map(|width| times(width, 5)), [5, 2]);
    }
}
