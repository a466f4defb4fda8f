//! A device's metrics over time: moments as they were sampled, and a line through them.

/// One moment: milliseconds since 1970, percent, °C, MB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    pub at: i64,
    pub cpu: Option<f64>,
    pub temperature: Option<f64>,
    pub memory: Option<f64>,
    pub storage: Option<f64>,
}

/// What a server knows of a device's past.
#[derive(Debug, Clone, PartialEq)]
pub enum MetricPast {
    Loading,
    /// It keeps none: a balena API does not.
    NotKept,
    /// Why it could not be read.
    Failed(String),
    /// Oldest first.
    Known(Vec<Moment>),
}

/// How long a span is and how far its points stand apart, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    pub step: i64,
    pub points: i64,
}

/// A day in five minutes.
pub const DAY: Grid = Grid { step: 5 * 60_000, points: 288 };
/// A week in hours.
pub const WEEK: Grid = Grid { step: 60 * 60_000, points: 168 };

/// A supervisor reports what changed: for so many points a value stands for those that follow it. Then it is unknown.
const HOLDS: i64 = 6;

/// Evenly spaced values up to `now`, oldest first.
pub fn line(moments: &[Moment], grid: Grid, now: i64, read: fn(&Moment) -> Option<f64>) -> Vec<Option<f64>> {
    let newest = now / grid.step;
    let first = newest - grid.points + 1;
    let mut points = vec![None; usize::try_from(grid.points).unwrap_or(0)];
    for moment in moments {
        let Some(value) = read(moment) else { continue };
        let at = moment.at / grid.step - first;
        for point in at..=at + HOLDS {
            // A later moment overwrites what an earlier one held.
            if let Some(place) = usize::try_from(point).ok().and_then(|point| points.get_mut(point)) {
                *place = Some(value);
            }
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64, cpu: f64) -> Moment {
        Moment { at: minutes * 60_000, cpu: Some(cpu), temperature: None, memory: None, storage: None }
    }

    #[test]
    fn a_value_holds_for_a_while_and_then_nothing_is_known() {
        let day = 24 * 60;
        let drawn = line(&[at(day - 60, 20.0), at(day - 55, 40.0)], DAY, day * 60_000, |moment| moment.cpu);
        assert_eq!(drawn.len(), 288);
        let seen: Vec<_> = drawn[274..284].to_vec();
        let value = Some(40.0);
        assert_eq!(seen, [None, Some(20.0), value, value, value, value, value, value, value, None]);
        assert!(line(&[at(1, 5.0)], DAY, 3 * day * 60_000, |moment| moment.cpu).iter().all(Option::is_none));
        assert!(line(&[at(1, 5.0)], DAY, 60_000, |moment| moment.memory).iter().all(Option::is_none));
    }
}
