//! The scale of a chart: a round top, its half, and how high a value stands.

/// Tops are one of these times a power of ten: each has a half that is as round.
const STEPS: [f64; 6] = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];

/// The least round number that is not below `most`; 1 when there is nothing to show.
pub fn top(most: f64) -> f64 {
    if !most.is_finite() || most <= 1.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    STEPS.iter().map(|step| step * power).find(|top| *top >= most).unwrap_or(10.0 * power)
}

/// Where a value stands between 0 and the top, in percent of the height.
pub fn height(value: f64, top: f64) -> f64 {
    if top > 0.0 && value.is_finite() { (value / top).clamp(0.0, 1.0) * 100.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{height, top};

    #[test]
    fn tops_are_round_and_not_below_the_most() {
        let cases = [(0.0, 1.0), (0.4, 1.0), (1.0, 1.0), (3.0, 4.0), (5.0, 6.0), (9.0, 10.0), (10.0, 10.0)];
        let large = [(11.0, 20.0), (763.0, 800.0), (801.0, 1_000.0), (99_999.0, 100_000.0), (f64::NAN, 1.0)];
        for (most, expected) in cases.into_iter().chain(large) {
            assert!((top(most) - expected).abs() < 1e-6, "{most}: {}", top(most));
        }
    }

    #[test]
    fn heights_stay_within_the_chart() {
        for (value, top, percent) in [(5.0, 10.0, 50.0), (20.0, 10.0, 100.0), (-1.0, 10.0, 0.0), (1.0, 0.0, 0.0)] {
            assert!((height(value, top) - percent).abs() < 1e-9);
        }
    }
}
