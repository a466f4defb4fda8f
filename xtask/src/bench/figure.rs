//! One measured number and its goal.

use std::fmt;

/// A figure that holds when it is not above its goal.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) goal: f64,
    pub(crate) unit: &'static str,
}

impl Figure {
    /// Whether the goal is met.
    pub(crate) fn held(&self) -> bool {
        self.value <= self.goal
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.held() { "held" } else { "short" };
        write!(
            to,
            "{:<24} {:>9.2} {:<3} goal {:>9.2} {:<3} {verdict}",
            self.name, self.value, self.unit, self.goal, self.unit
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn a_figure_says_whether_it_holds() {
        let figure = |value| Figure { name: "start", value, goal: 3.0, unit: "s" };
        assert!(figure(3.0).to_string().ends_with("held"));
        assert!(figure(3.1).to_string().ends_with("short"));
    }
}
