//! Something that changed on a device, and the sentence it is told with.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// Half of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// What somebody did.
    Done,
    /// What the device went through.
    State,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// None: the person is gone. `key`: by an API key, which may have no name.
    Person {
        name: Option<String>,
        key: Option<String>,
    },
    Device,
    Server,
    ProvisioningKey,
}

impl Who {
    /// "mk", "mk with the key ci", "The device".
    pub fn words(&self) -> String {
        match self {
            Self::Person { name, key } => {
                let name = name.as_deref().unwrap_or("somebody who is gone");
                match key.as_deref() {
                    None => name.to_owned(),
                    Some("") => format!("{name}, by an API key"),
                    Some(key) => format!("{name}, by the API key {key}"),
                }
            }
            Self::Device => "the device".to_owned(),
            Self::Server => "the server".to_owned(),
            Self::ProvisioningKey => "a provisioning key".to_owned(),
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceEvent {
    pub id: i64,
    pub at: Timestamp,
    /// `name`, `note`, `tag`, `pin`, `release`, `link`, `action`, …
    pub kind: String,
    pub subject: Option<String>,
    pub was: Option<String>,
    pub became: Option<String>,
    pub who: Who,
}

/// How an event looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Plain,
    Good,
    Bad,
    /// Out of reach, not failed.
    Away,
}

impl DeviceEvent {
    /// What happened, without the values: "Tag site changed".
    pub fn sentence(&self) -> String {
        let subject = self.subject.as_deref().unwrap_or_default();
        let verb = match (&self.was, &self.became) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        match self.kind.as_str() {
            "name" => "Renamed".to_owned(),
            "note" => format!("Note {verb}"),
            "tag" => format!("Tag {subject} {verb}"),
            "variable" => format!("Variable {subject} {verb}"),
            "service_variable" => format!("Service variable {subject} {verb}"),
            "configuration" => format!("Configuration {subject} {verb}"),
            "pin" if self.became.is_none() => "Unpinned: follows its fleet again".to_owned(),
            "pin" => "Pinned to a release".to_owned(),
            "fleet" => "Moved to another fleet".to_owned(),
            "active" if self.became.as_deref() == Some("1") => "Activated".to_owned(),
            "active" => "Deactivated".to_owned(),
            "locked_until" => "Locked until changed".to_owned(),
            "os_target" => "Host OS target changed".to_owned(),
            "supervisor_target" => "Supervisor target changed".to_owned(),
            "registered" => "Registered".to_owned(),
            "action" => action(subject, self.was.as_deref()),
            "release" => "Runs another release".to_owned(),
            "os_version" => "Host OS version changed".to_owned(),
            "supervisor_version" => "Supervisor version changed".to_owned(),
            "link" if self.became.as_deref() == Some("1") => "Cloudlink up".to_owned(),
            "link" => "Cloudlink down".to_owned(),
            "heartbeat" if self.became.as_deref() == Some("online") => "Heartbeat back".to_owned(),
            "heartbeat" => "Heartbeat lost".to_owned(),
            "update" if self.became.as_deref() == Some("rejected") => "Update rejected".to_owned(),
            "update" => "Update aborted".to_owned(),
            other => format!("{other} {subject}").trim_end().to_owned(),
        }
    }

    /// From what to what, where that says something: none for a state that is its own sentence.
    pub fn values(&self) -> Option<(Option<&str>, Option<&str>)> {
        match self.kind.as_str() {
            // Values of variables are never told.
            "variable" | "service_variable" | "configuration" | "link" | "heartbeat" | "update" | "active" => None,
            "action" => Some((None, self.became.as_deref().filter(|answer| *answer != "done"))),
            _ => Some((self.was.as_deref(), self.became.as_deref())),
        }
        .filter(|values| *values != (None, None))
    }

    /// How it looks.
    pub fn weight(&self) -> Weight {
        match (self.kind.as_str(), self.became.as_deref()) {
            ("link", Some("1")) | ("heartbeat", Some("online")) => Weight::Good,
            ("link" | "heartbeat", _) => Weight::Away,
            ("update", _) => Weight::Bad,
            ("action", Some(answer)) if answer != "done" => Weight::Bad,
            _ => Weight::Plain,
        }
    }
}

/// The supervisor's own words for what people ask it, in theirs.
fn action(asked: &str, service: Option<&str>) -> String {
    let (name, forced) = asked.strip_suffix(" (forced)").map_or((asked, ""), |name| (name, ", with force"));
    let words = match name {
        "blink" => "Identify asked for".to_owned(),
        "reboot" => "Reboot asked for".to_owned(),
        "shutdown" => "Shutdown asked for".to_owned(),
        "purge" => "Purge of its data asked for".to_owned(),
        "restart" => "Restart of its services asked for".to_owned(),
        "update" => "Check for update asked for".to_owned(),
        "start-service" | "stop-service" | "restart-service" => {
            let verb = name.split('-').next().unwrap_or_default();
            format!("Service {}: {verb} asked for", service.unwrap_or("—"))
        }
        other => format!("{other} asked for"),
    };
    words + forced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, subject: Option<&str>, was: Option<&str>, became: Option<&str>) -> DeviceEvent {
        let own = |text: Option<&str>| text.map(str::to_owned);
        DeviceEvent {
            id: 1,
            at: Timestamp::from_millis(0),
            kind: kind.to_owned(),
            subject: own(subject),
            was: own(was),
            became: own(became),
            who: Who::Server,
        }
    }

    #[test]
    fn what_happened_in_a_sentence() {
        for (event, sentence) in [
            (event("tag", Some("site"), None, Some("north")), "Tag site added"),
            (event("tag", Some("site"), Some("north"), None), "Tag site removed"),
            (event("variable", Some("TOKEN"), Some("set"), Some("changed")), "Variable TOKEN changed"),
            (event("pin", None, Some("1.0.0"), None), "Unpinned: follows its fleet again"),
            (event("link", None, Some("1"), Some("0")), "Cloudlink down"),
            (event("action", Some("reboot (forced)"), None, Some("done")), "Reboot asked for, with force"),
            (event("action", Some("restart-service"), Some("ui"), Some("done")), "Service ui: restart asked for"),
            (event("newer_kind", Some("x"), None, None), "newer_kind x"),
        ] {
            assert_eq!(event.sentence(), sentence);
        }
    }

    #[test]
    fn values_of_variables_are_never_told() {
        assert_eq!(event("variable", Some("TOKEN"), Some("set"), Some("changed")).values(), None);
        assert_eq!(event("name", None, Some("a"), Some("b")).values(), Some((Some("a"), Some("b"))));
        assert_eq!(event("action", Some("reboot"), None, Some("done")).values(), None);
        let locked = event("action", Some("reboot"), None, Some("423: locked"));
        assert_eq!((locked.values(), locked.weight()), (Some((None, Some("423: locked"))), Weight::Bad));
    }

    #[test]
    fn who_did_it() {
        let person = |name: Option<&str>, key: Option<&str>| {
            Who::Person { name: name.map(str::to_owned), key: key.map(str::to_owned) }.words()
        };
        assert_eq!(person(Some("mk"), None), "mk");
        assert_eq!(person(Some("mk"), Some("ci")), "mk, by the API key ci");
        assert_eq!(person(None, Some("")), "somebody who is gone, by an API key");
    }
}
