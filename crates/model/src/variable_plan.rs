//! What a pasted text would do to the variables that are set: added, changed, left, removed, before anything is written.

use std::collections::BTreeSet;

use crate::variable::{Slot, Variable, check_environment};
use crate::variable_text::{Entry, Problem};

/// One write, or one that is not needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line of the text; none for what the text leaves out.
    pub line: Option<usize>,
    pub slot: Slot,
    pub name: String,
    pub act: Act,
}

/// What happens to a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Add { value: String },
    Change { id: i64, from: String, to: String },
    Leave,
    Remove { id: i64, from: String },
}

/// What would be done, and what is wrong with the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// In the order of the text; removals last.
    pub steps: Vec<Step>,
    /// By line.
    pub problems: Vec<Problem>,
}

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub added: usize,
    pub changed: usize,
    pub left: usize,
    pub removed: usize,
}

impl Tally {
    /// How many writes there are.
    pub const fn writes(self) -> usize {
        self.added + self.changed + self.removed
    }
}

impl Plan {
    /// How many of each.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for step in &self.steps {
            match step.act {
                Act::Add { .. } => tally.added += 1,
                Act::Change { .. } => tally.changed += 1,
                Act::Leave => tally.left += 1,
                Act::Remove { .. } => tally.removed += 1,
            }
        }
        tally
    }
}

/// Plans what `entries` do to what is `set`. `places` are the slots an entry stands for, or why it stands for none. With
/// `removes_others`, what is set in a slot that the text speaks of, but not named there, goes. A name that comes twice counts
/// where it comes last.
pub fn plan(
    entries: &[Entry],
    set: &[Variable],
    places: impl Fn(&Entry) -> Result<Vec<Slot>, String>,
    removes_others: bool,
) -> Plan {
    let mut plan = Plan::default();
    let mut said = BTreeSet::new();
    let mut slots = BTreeSet::new();
    for entry in entries.iter().rev() {
        if let Err(invalid) = check_environment(&entry.name, &entry.value) {
            plan.problems.push(Problem::new(entry.line, format!("{}: {invalid}", entry.name)));
            continue;
        }
        match places(entry) {
            Err(why) => plan.problems.push(Problem::new(entry.line, why)),
            Ok(of_entry) => {
                for slot in of_entry.into_iter().rev() {
                    slots.insert(slot);
                    if said.insert((slot, entry.name.clone())) {
                        let held = set.iter().find(|held| held.slot == slot && held.name == entry.name);
                        let act = act(held, &entry.value);
                        plan.steps.push(Step { line: Some(entry.line), slot, name: entry.name.clone(), act });
                    }
                }
            }
        }
    }
    plan.steps.reverse();
    plan.problems.reverse();
    if removes_others {
        let others =
            set.iter().filter(|held| slots.contains(&held.slot) && !said.contains(&(held.slot, held.name.clone())));
        plan.steps.extend(others.map(|held| Step {
            line: None,
            slot: held.slot,
            name: held.name.clone(),
            act: Act::Remove { id: held.id, from: held.value.clone() },
        }));
    }
    plan
}

fn act(held: Option<&Variable>, value: &str) -> Act {
    match held {
        None => Act::Add { value: value.to_owned() },
        Some(held) if held.value == value => Act::Leave,
        Some(held) => Act::Change { id: held.id, from: held.value.clone(), to: value.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variable::Level;

    const FLEET: Slot = Slot { level: Level::Fleet, parent: 1 };

    fn held(id: i64, name: &str, value: &str) -> Variable {
        Variable { id, slot: FLEET, service: None, name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn added_changed_left_removed_and_wrong() {
        let set = [held(1, "A", "1"), held(2, "B", "1"), held(3, "C", "1")];
        let entries = [
            Entry::new(1, "A", "0"),
            Entry::new(2, "B", "1"),
            Entry::new(3, "D", "new"),
            Entry::new(4, "BALENA_X", "1"),
            Entry::new(5, "A", "2"),
        ];
        let made = plan(&entries, &set, |_| Ok(vec![FLEET]), true);
        let tally = made.tally();
        assert_eq!(tally, Tally { added: 1, changed: 1, left: 1, removed: 1 });
        assert_eq!(tally.writes(), 3);
        assert_eq!(made.steps[2].act, Act::Change { id: 1, from: "1".to_owned(), to: "2".to_owned() });
        assert_eq!(made.problems[0].line, 4);
        let kept = plan(&entries, &set, |_| Ok(vec![FLEET]), false);
        assert_eq!(kept.tally().removed, 0);
        let lost = plan(&entries[..1], &set, |_| Err("There is no service x.".to_owned()), true);
        assert_eq!((lost.steps.len(), lost.problems.len()), (0, 1));
    }
}
