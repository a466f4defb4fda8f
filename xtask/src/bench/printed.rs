//! The figures that a measuring program prints, against their goals.

use anyhow::{Context as _, Result};

use super::figure::{Figure, Goal};
use crate::say;

/// A line `figure NAME VALUE` or `ratio NAME VALUE` of a program, and its goal.
pub(crate) struct Expected {
    pub(crate) name: &'static str,
    pub(crate) goal: Goal,
    pub(crate) unit: &'static str,
}

/// Shows the lines `# …` of a program: what its figures were made of.
pub(crate) fn show_details(printed: &str) {
    for detail in printed.lines().filter_map(|line| line.strip_prefix("# ")) {
        say::detail(detail);
    }
}

/// Every expected figure of what `program` printed; one that is missing is an error.
pub(crate) fn figures(program: &str, printed: &str, expected: &[Expected]) -> Result<Vec<Figure>> {
    let figure = |expected: &Expected| {
        let value = value(printed, expected.name)
            .with_context(|| format!("the program `{program}` did not print {}", expected.name))?;
        Ok(Figure { name: expected.name, value, goal: expected.goal, unit: expected.unit })
    };
    expected.iter().map(figure).collect()
}

fn value(printed: &str, name: &str) -> Option<f64> {
    printed.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = matches!(words.next(), Some("figure" | "ratio")) && words.next() == Some(name);
        if is_it { words.next()?.parse().ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn figures_are_found_by_name() {
        let printed = "# log lines a second: 1, plain rows 1\nfigure log_insert 0.812\nratio first_page 1.5\n";
        assert_eq!(value(printed, "log_insert"), Some(0.812));
        assert_eq!(value(printed, "first_page"), Some(1.5));
        assert_eq!(value(printed, "log"), None);
    }
}
