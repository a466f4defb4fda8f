//! Variables for each of many devices: what a pasted text sets, what the devices hold, and what would change.

use std::collections::{BTreeMap, HashSet};

use crate::device::Device;
use crate::variable::{NAMESPACES, check_environment};
use crate::variable_text::{Problem, Read};

/// A variable and its value, for all services of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub name: String,
    pub value: String,
}

/// Whether devices may be given it: the API's rule, and no name that differs from those of configuration in its case only.
///
/// # Errors
/// Why not, as a sentence.
pub fn check(name: &str, value: &str) -> Result<(), String> {
    let upper = name.to_ascii_uppercase();
    if NAMESPACES.iter().any(|namespace| upper.starts_with(namespace)) {
        return Err(
            "Names that begin with BALENA_ or RESIN_ are configuration: change them on its own page.".to_owned()
        );
    }
    check_environment(name, value).map_err(|invalid| invalid.to_string())
}

/// What a text sets on each device of a selection, and what is wrong with it. A name that comes twice counts where it comes last.
pub fn settings(read: Read) -> (Vec<Setting>, Vec<Problem>) {
    let (mut settings, mut problems) = (Vec::new(), read.problems);
    let mut said = HashSet::new();
    for entry in read.entries.into_iter().rev() {
        let refusal = if entry.service.is_some() {
            Some("Over a selection a variable is for all services: leave the service out.".to_owned())
        } else if entry.device.is_some() {
            Some("The devices are those selected: leave the column “device” out.".to_owned())
        } else {
            check(&entry.name, &entry.value).err().map(|why| format!("{}: {why}", entry.name))
        };
        match refusal {
            Some(why) => problems.push(Problem::new(entry.line, why)),
            None if said.insert(entry.name.clone()) => {
                settings.push(Setting { name: entry.name, value: entry.value });
            }
            None => {}
        }
    }
    settings.reverse();
    problems.sort_by_key(|problem| problem.line);
    (settings, problems)
}

/// What devices hold for all their services: device → name → value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldVariables(BTreeMap<i64, BTreeMap<String, String>>);

impl FromIterator<(i64, Setting)> for HeldVariables {
    fn from_iter<I: IntoIterator<Item = (i64, Setting)>>(rows: I) -> Self {
        let mut held = Self::default();
        for (device, setting) in rows {
            held.0.entry(device).or_default().insert(setting.name, setting.value);
        }
        held
    }
}

impl HeldVariables {
    /// The value on a device.
    pub fn value(&self, device: i64, name: &str) -> Option<&str> {
        self.0.get(&device)?.get(name).map(String::as_str)
    }

    /// Whether nothing would change on a device.
    pub fn holds(&self, device: i64, settings: &[Setting]) -> bool {
        settings.iter().all(|setting| self.value(device, &setting.name) == Some(&setting.value))
    }
}

/// What one variable comes to on a selection, in devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub setting: Setting,
    pub added: usize,
    pub same: usize,
    /// The values that go, and on how many devices: the most common first.
    pub changed: Vec<(String, usize)>,
}

impl Difference {
    /// On how many devices another value goes.
    pub fn changes(&self) -> usize {
        self.changed.iter().map(|(_, count)| count).sum()
    }
}

/// What each of them comes to.
pub fn differences(settings: &[Setting], devices: &[Device], held: &HeldVariables) -> Vec<Difference> {
    let difference = |setting: &Setting| {
        let (mut added, mut same) = (0, 0);
        let mut from: BTreeMap<&str, usize> = BTreeMap::new();
        for device in devices {
            match held.value(device.id, &setting.name) {
                None => added += 1,
                Some(value) if value == setting.value => same += 1,
                Some(value) => *from.entry(value).or_default() += 1,
            }
        }
        let mut changed: Vec<(String, usize)> =
            from.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        changed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Difference { setting: setting.clone(), added, same, changed }
    };
    settings.iter().map(difference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::plan::tests::device;
    use crate::{env_file, variable_csv};

    fn setting(name: &str, value: &str) -> Setting {
        Setting { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn the_last_of_a_name_counts_and_what_cannot_be_says_its_line() {
        let (set, problems) = settings(env_file::read("A=1\nB=2\nBALENA_X=1\nA=3\n"));
        assert_eq!(set, [setting("B", "2"), setting("A", "3")]);
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
        let (set, problems) = settings(variable_csv::read("A,1\nB,2,uplink\nC,3,,ford-1\n"));
        assert_eq!((set, problems.len()), (vec![setting("A", "1")], 2));
        assert_eq!(problems[0].line, 2);
    }

    #[test]
    fn added_changed_and_the_same_are_counted_in_devices() {
        let devices: Vec<_> = (1..=5).map(|id| device(id, true)).collect();
        let held: HeldVariables = [(1, "20"), (2, "17"), (3, "17"), (4, "9")]
            .map(|(id, value)| (id, setting("RATE", value)))
            .into_iter()
            .collect();
        let wanted = [setting("RATE", "20")];
        let [difference] = differences(&wanted, &devices, &held).try_into().unwrap();
        assert_eq!((difference.added, difference.same, difference.changes()), (1, 1, 3));
        assert_eq!(difference.changed, [("17".to_owned(), 2), ("9".to_owned(), 1)]);
        assert!(held.holds(1, &wanted) && !held.holds(2, &wanted) && !held.holds(5, &wanted));
    }
}
