//! Which of the levels of a variable wins, service by service: the environment a container is given.

use crate::variable::{Level, Variable};

/// For which services a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// Every service: no service has a value of its own.
    All,
    /// Every service but those with a line of their own.
    Others,
    /// One service, by id.
    Service(i64),
}

/// One name for one service (or all): what is set at each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub name: String,
    pub whose: Whose,
    /// By level, weakest first; none where it is not set.
    pub levels: [Option<Variable>; 4],
}

impl Resolved {
    /// The variable whose value the container sees: the strongest that is set.
    pub fn winner(&self) -> Option<&Variable> {
        self.levels.iter().rev().find_map(Option::as_ref)
    }

    /// What is set at a level.
    pub fn at(&self, level: Level) -> Option<&Variable> {
        self.levels[level as usize].as_ref()
    }

    /// Set here but hidden by a stronger level.
    pub fn is_overridden(&self, level: Level) -> bool {
        self.at(level).is_some() && self.winner().is_some_and(|winner| winner.slot.level > level)
    }

    /// Some level loses.
    pub fn has_overridden(&self) -> bool {
        self.levels.iter().flatten().count() > 1
    }

    /// Set on the device itself, for all services or one.
    pub fn is_set_on_device(&self) -> bool {
        self.levels.iter().flatten().any(|variable| variable.slot.level.is_of_device())
    }
}

/// Every variable by name, one line for each service that has a value of its own and one for the others. `services`
/// are all services of the fleet, by id; the lines of one name come in their order.
pub fn resolve(variables: &[Variable], services: &[i64]) -> Vec<Resolved> {
    let mut sorted: Vec<&Variable> = variables.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name).then(one.slot.level.cmp(&other.slot.level)));
    sorted.chunk_by(|one, other| one.name == other.name).flat_map(|same| lines(same, services)).collect()
}

/// The lines of one name.
fn lines(same: &[&Variable], services: &[i64]) -> Vec<Resolved> {
    let own = |service: i64| same.iter().any(|variable| variable.service == Some(service));
    let with_own: Vec<i64> = services.iter().copied().filter(|service| own(*service)).collect();
    let has_general = same.iter().any(|variable| variable.service.is_none());
    let mut whose = Vec::with_capacity(with_own.len() + 1);
    if has_general && with_own.is_empty() {
        whose.push(Whose::All);
    } else if has_general && with_own.len() < services.len() {
        whose.push(Whose::Others);
    }
    whose.extend(with_own.into_iter().map(Whose::Service));
    whose.into_iter().map(|whose| line(same, whose)).collect()
}

fn line(same: &[&Variable], whose: Whose) -> Resolved {
    let mut levels = [const { None }; 4];
    for variable in same {
        if variable.service.is_none_or(|service| whose == Whose::Service(service)) {
            levels[variable.slot.level as usize] = Some((*variable).clone());
        }
    }
    Resolved { name: same.first().map(|first| first.name.clone()).unwrap_or_default(), whose, levels }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::variable::Slot;

    fn variable(level: Level, service: Option<i64>, name: &str, value: &str) -> Variable {
        Variable { id: 0, slot: Slot { level, parent: 1 }, service, name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn the_strongest_level_wins_for_each_service() {
        let set = [
            variable(Level::Fleet, None, "URL", "fleet"),
            variable(Level::FleetService, Some(7), "URL", "fleet 7"),
            variable(Level::Device, None, "URL", "device"),
            variable(Level::DeviceService, Some(8), "URL", "device 8"),
        ];
        let seen: Vec<_> = resolve(&set, &[7, 8, 9])
            .into_iter()
            .map(|line| (line.whose, line.winner().map(|winner| winner.value.clone()).unwrap()))
            .collect();
        assert_eq!(
            seen,
            [
                (Whose::Others, "device".to_owned()),
                (Whose::Service(7), "device".to_owned()),
                (Whose::Service(8), "device 8".to_owned()),
            ]
        );
        let line = &resolve(&set, &[7, 8])[0];
        assert_eq!(line.whose, Whose::Service(7), "nobody is left for the others");
        assert!(line.is_overridden(Level::Fleet) && line.is_overridden(Level::FleetService));
        assert!(!line.is_overridden(Level::Device) && !line.is_overridden(Level::DeviceService));
    }

    proptest! {
        /// As the platform lays one level over the other (`store::domain::variables`).
        #[test]
        fn lines_agree_with_laying_levels_over_each_other(
            set in prop::collection::vec((0_usize..4, 0_i64..3, 0_u8..3, any::<u8>()), 0..24)
        ) {
            let services = [0_i64, 1, 2];
            let mut variables: Vec<Variable> = Vec::new();
            for (level, service, name, value) in set {
                let level = Level::ALL[level];
                let service = level.is_of_service().then_some(service);
                let new = variable(level, service, &format!("N{name}"), &value.to_string());
                variables.retain(|old| (old.slot.level, old.service, &old.name) != (level, service, &new.name));
                variables.push(new);
            }
            let lines = resolve(&variables, &services);
            for service in services {
                let mut laid = std::collections::BTreeMap::new();
                for level in Level::ALL {
                    for one in variables.iter().filter(|one| one.slot.level == level) {
                        if one.service.is_none_or(|of| of == service) {
                            laid.insert(one.name.clone(), one.value.clone());
                        }
                    }
                }
                let mut read = std::collections::BTreeMap::new();
                for line in &lines {
                    let own = Whose::Service(service);
                    let has_own = lines.iter().any(|other| other.name == line.name && other.whose == own);
                    if line.whose == own || (!has_own && !matches!(line.whose, Whose::Service(_))) {
                        read.insert(line.name.clone(), line.winner().unwrap().value.clone());
                    }
                }
                prop_assert_eq!(laid, read);
            }
        }
    }
}
