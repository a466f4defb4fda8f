//! Which lines a subscription asked for.

use std::collections::HashSet;

/// Services and system lines, as the page named them.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    services: Option<HashSet<i64>>,
    system: bool,
}

impl Filter {
    /// Lines of these services (`None`: of all), and system lines or not.
    pub(crate) fn new(services: Option<Vec<i64>>, system: bool) -> Self {
        Self { services: services.map(|services| services.into_iter().collect()), system }
    }

    /// Whether a line is asked for.
    pub(crate) fn takes(&self, service: Option<i64>, is_system: bool) -> bool {
        if is_system {
            return self.system;
        }
        self.services.as_ref().is_none_or(|services| service.is_some_and(|service| services.contains(&service)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_lines_are_asked_for_by_themselves() {
        let all = Filter::new(None, true);
        assert!(all.takes(None, true) && all.takes(Some(1), false) && all.takes(None, false));
        let one = Filter::new(Some(vec![1]), false);
        assert!(one.takes(Some(1), false));
        assert!(!one.takes(Some(2), false) && !one.takes(None, false) && !one.takes(None, true));
    }
}
