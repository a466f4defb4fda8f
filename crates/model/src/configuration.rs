//! Configuration variables as a page shows them: what each takes, what holds without it, whether the device reboots.

use crate::variable::{NAMESPACES, check_config};

/// What a variable takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// One of two words: off, on.
    Switch { off: String, on: String },
    /// One of these values, with their names.
    Choice(Vec<(String, String)>),
    /// A whole number; bounds where there are some.
    Number { least: Option<i64>, most: Option<i64> },
    /// Text; the longest in characters, and how it begins, where that is said.
    Text { most: Option<u32>, begins: Option<String> },
}

/// A variable of the schema of `GET /config/vars` (balena-api.md §6.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigField {
    pub name: String,
    pub description: String,
    pub takes: Takes,
    /// What holds when it is not set.
    pub default: Option<String>,
    pub example: Option<String>,
    pub reboots: bool,
    /// What to know before setting it.
    pub warning: Option<String>,
}

/// A configuration variable that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigValue {
    pub id: i64,
    pub name: String,
    pub value: String,
}

/// The configuration of a fleet, or of a device beside its fleet's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigBook {
    pub fleet: i64,
    pub device: Option<i64>,
    /// By name.
    pub fields: Vec<ConfigField>,
    pub of_fleet: Vec<ConfigValue>,
    pub of_device: Vec<ConfigValue>,
    /// Names that are set by other means and not shown.
    pub hidden: Vec<String>,
}

impl ConfigField {
    /// In plain words: without the prefix, as a person would say it.
    pub fn title(&self) -> String {
        title(&self.name)
    }

    /// What is wrong with a value.
    pub fn check(&self, value: &str) -> Result<(), String> {
        check_config(&self.name, value).map_err(|invalid| invalid.to_string())?;
        match &self.takes {
            Takes::Switch { off, on } if value != off && value != on => Err(format!("It is “{off}” or “{on}”.")),
            Takes::Choice(choices) if !choices.iter().any(|(known, _)| known == value) => {
                Err("It is one of the values offered.".to_owned())
            }
            Takes::Number { least, most } => match value.trim().parse::<i64>() {
                Err(_) => Err("It is a whole number.".to_owned()),
                Ok(number) => match (least, most) {
                    (Some(least), _) if number < *least => Err(format!("It is at least {least}.")),
                    (_, Some(most)) if number > *most => Err(format!("It is at most {most}.")),
                    _ => Ok(()),
                },
            },
            Takes::Text { most: Some(most), .. } if value.chars().count() > *most as usize => {
                Err(format!("It has at most {most} characters."))
            }
            Takes::Text { begins: Some(begins), .. } if !value.starts_with(begins.as_str()) => {
                Err(format!("It begins with “{begins}”."))
            }
            Takes::Switch { .. } | Takes::Choice(_) | Takes::Text { .. } => Ok(()),
        }
    }
}

/// `RESIN_SUPERVISOR_POLL_INTERVAL` → `Supervisor poll interval`; `RESIN_HOST_CONFIG_gpu_mem` → `gpu_mem`.
pub fn title(name: &str) -> String {
    let bare = NAMESPACES.iter().find_map(|space| name.strip_prefix(space)).unwrap_or(name);
    if let Some(key) = bare.strip_prefix("HOST_CONFIG_") {
        return key.to_owned();
    }
    let words = bare.replace('_', " ").to_lowercase();
    let words = words.replace("vpn", "VPN");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The same variable under its older or newer prefix: a device takes either.
pub fn other_name(name: &str) -> Option<String> {
    let [older, newer] = NAMESPACES;
    let renamed = |from: &str, to: &str| name.strip_prefix(from).map(|rest| format!("{to}{rest}"));
    renamed(older, newer).or_else(|| renamed(newer, older))
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigLine {
    pub field: ConfigField,
    /// Not in the schema: somebody's own.
    pub is_custom: bool,
    pub of_fleet: Option<ConfigValue>,
    pub of_device: Option<ConfigValue>,
}

impl ConfigLine {
    /// What holds on a device: its own value, its fleet's, or the default.
    pub fn holds(&self) -> Option<&str> {
        let set = self.of_device.as_ref().or(self.of_fleet.as_ref());
        set.map(|set| set.value.as_str()).or(self.field.default.as_deref())
    }
}

impl ConfigBook {
    /// The schema's variables, then those of the fleet and the device that are not in it, by name.
    pub fn lines(&self) -> Vec<ConfigLine> {
        let find = |values: &[ConfigValue], name: &str| {
            let other = other_name(name);
            let own = values.iter().find(|set| set.name == name);
            own.or_else(|| values.iter().find(|set| Some(&set.name) == other.as_ref())).cloned()
        };
        let mut lines: Vec<ConfigLine> = self
            .fields
            .iter()
            .map(|field| ConfigLine {
                field: field.clone(),
                is_custom: false,
                of_fleet: find(&self.of_fleet, &field.name),
                of_device: find(&self.of_device, &field.name),
            })
            .collect();
        let is_known = |name: &str| {
            let other = other_name(name);
            self.fields.iter().any(|field| field.name == name || Some(&field.name) == other.as_ref())
        };
        let mut customs: Vec<&str> = self
            .of_fleet
            .iter()
            .chain(&self.of_device)
            .map(|set| set.name.as_str())
            .filter(|name| !is_known(name) && !self.hidden.iter().any(|hidden| hidden == name))
            .collect();
        customs.sort_unstable();
        customs.dedup();
        lines.extend(customs.into_iter().map(|name| ConfigLine {
            field: custom(name),
            is_custom: true,
            of_fleet: self.of_fleet.iter().find(|set| set.name == name).cloned(),
            of_device: self.of_device.iter().find(|set| set.name == name).cloned(),
        }));
        lines
    }
}

/// A variable nothing is known of.
pub fn custom(name: &str) -> ConfigField {
    ConfigField {
        name: name.to_owned(),
        description: String::new(),
        takes: Takes::Text { most: None, begins: None },
        default: None,
        example: None,
        reboots: name.contains("_HOST_"),
        warning: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, takes: Takes) -> ConfigField {
        ConfigField { takes, default: Some("1".to_owned()), ..custom(name) }
    }

    #[test]
    fn values_are_checked_by_what_the_variable_takes() {
        let number = field("RESIN_SUPERVISOR_POLL_INTERVAL", Takes::Number { least: Some(10), most: Some(20) });
        for (value, is_right) in [("10", true), ("20", true), ("9", false), ("21", false), ("x", false), ("1\n", false)]
        {
            assert_eq!(number.check(value).is_ok(), is_right, "{value}");
        }
        let switch = field("RESIN_X", Takes::Switch { off: "0".to_owned(), on: "1".to_owned() });
        assert!(switch.check("1").is_ok() && switch.check("true").is_err());
        let text = field("BALENA_Y", Takes::Text { most: Some(8), begins: Some("data:".to_owned()) });
        assert!(text.check("data:abc").is_ok() && text.check("data:abcd").is_err() && text.check("abc").is_err());
        assert!(custom("OTHER").check("1").is_err(), "the prefix");
        assert_eq!(number.title(), "Supervisor poll interval");
        assert_eq!(title("RESIN_HOST_CONFIG_gpu_mem"), "gpu_mem");
    }

    #[test]
    fn lines_know_either_prefix_and_what_is_custom() {
        let set = |id, name: &str| ConfigValue { id, name: name.to_owned(), value: format!("v{id}") };
        let book = ConfigBook {
            fleet: 1,
            device: Some(2),
            fields: vec![field("RESIN_A", Takes::Text { most: None, begins: None })],
            of_fleet: vec![set(1, "BALENA_A"), set(2, "RESIN_OWN")],
            of_device: vec![set(3, "RESIN_OWN"), set(4, "RESIN_RESTART")],
            hidden: vec!["RESIN_RESTART".to_owned()],
        };
        let lines = book.lines();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].holds(), lines[0].is_custom), (Some("v1"), false));
        assert_eq!((lines[1].holds(), lines[1].is_custom), (Some("v3"), true));
    }
}
