//! The parts of a device's page, as addresses under `/devices/UUID`.

use std::fmt;

use model::device_event::Half;

use super::log_query::{self, LogQuery};
use super::query_string;

/// A part of a device's page, with what its address says about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeviceTab {
    Summary,
    Logs(LogQuery),
    Terminal(Option<TerminalTarget>),
    Variables,
    Configuration,
    Diagnostics,
    /// What changed on it, and who did it; all of it, or half.
    History(Option<Half>),
    Settings,
}

/// Whose shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TerminalTarget {
    Host,
    Service(String),
}

/// The word of the host OS in `?target=`; services are written `service:name`.
const HOST: &str = "host";
const SERVICE: &str = "service:";

impl TerminalTarget {
    /// The word in the address.
    pub fn word(&self) -> String {
        match self {
            Self::Host => HOST.to_owned(),
            Self::Service(name) => format!("{SERVICE}{name}"),
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == HOST {
            return Some(Self::Host);
        }
        word.strip_prefix(SERVICE).filter(|name| !name.is_empty()).map(|name| Self::Service(name.to_owned()))
    }
}

fn half(pairs: &[(String, String)]) -> Option<Half> {
    match pairs.iter().find(|(key, _)| key == "of").map(|(_, word)| word.as_str()) {
        Some("done") => Some(Half::Done),
        Some("state") => Some(Half::State),
        _ => None,
    }
}

impl DeviceTab {
    /// Where the rest of a path behind `/devices/UUID` leads.
    pub(crate) fn read(parts: &[&str], pairs: &[(String, String)]) -> Option<Self> {
        let target = || pairs.iter().find(|(key, _)| key == "target").map(|(_, word)| word.as_str());
        Some(match parts {
            [] => Self::Summary,
            ["logs"] => Self::Logs(LogQuery::read(pairs, log_query::TEXT)),
            ["terminal"] => Self::Terminal(target().and_then(TerminalTarget::from_word)),
            ["variables"] => Self::Variables,
            ["configuration"] => Self::Configuration,
            ["diagnostics"] => Self::Diagnostics,
            ["history"] => Self::History(half(pairs)),
            ["settings"] => Self::Settings,
            _ => return None,
        })
    }

    /// What names the part in the row of tabs.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Logs(_) => "logs",
            Self::Terminal(_) => "terminal",
            Self::Variables => "variables",
            Self::Configuration => "configuration",
            Self::Diagnostics => "diagnostics",
            Self::History(_) => "history",
            Self::Settings => "settings",
        }
    }

    /// What the part is called.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Logs(_) => "Logs",
            Self::Terminal(_) => "Terminal",
            Self::Variables => "Variables",
            Self::Configuration => "Configuration",
            Self::Diagnostics => "Diagnostics",
            Self::History(_) => "History",
            Self::Settings => "Settings",
        }
    }
}

/// What stands behind `/devices/UUID`.
impl fmt::Display for DeviceTab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Summary => Ok(()),
            Self::Logs(query) => write!(f, "/logs{}", query_string::print(&query.pairs(log_query::TEXT))),
            Self::Terminal(Some(target)) => {
                write!(f, "/terminal{}", query_string::print(&[("target", target.word())]))
            }
            Self::History(Some(half)) => {
                let word = if *half == Half::Done { "done" } else { "state" };
                write!(f, "/history{}", query_string::print(&[("of", word.to_owned())]))
            }
            _ => write!(f, "/{}", self.id()),
        }
    }
}
