//! One measured number and its goal.

use std::fmt;

/// Which side of its goal a figure has to be on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// A measured value beside its goal.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) goal: Goal,
    pub(crate) unit: &'static str,
}

impl Figure {
    /// Whether the goal is met.
    pub(crate) fn held(&self) -> bool {
        match self.goal {
            Goal::AtMost(goal) => self.value <= goal,
            Goal::AtLeast(goal) => self.value >= goal,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.held() { "held" } else { "short" };
        let (side, goal) = match self.goal {
            Goal::AtMost(goal) => ("≤", goal),
            Goal::AtLeast(goal) => ("≥", goal),
        };
        write!(
            to,
            "{:<24} {:>9.2} {:<3} goal {side} {goal:>9.2} {:<3} {verdict}",
            self.name, self.value, self.unit, self.unit
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Goal};

    #[test]
    fn a_figure_says_whether_it_holds() {
        let figure = |value| Figure { name: "start", value, goal: Goal::AtMost(3.0), unit: "s" };
        assert!(figure(3.0).to_string().ends_with("held"));
        assert!(figure(3.1).to_string().ends_with("short"));
        let ratio = Figure { name: "log_insert", value: 0.59, goal: Goal::AtLeast(0.6), unit: "×" };
        assert!(!ratio.held());
    }
}
