//! What a release's composition says of each service, setting by setting, and what of it deserves a warning.

/// What a setting is about. The order is the order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingKind {
    Image,
    Environment,
    Label,
    Port,
    Volume,
    /// What lets it out of its container: privileged, capabilities, devices, the host's network.
    Privilege,
    Other,
}

impl SettingKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Image, Self::Environment, Self::Label, Self::Port, Self::Volume, Self::Privilege, Self::Other];

    /// The heading of a group of them.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Image => "Image",
            Self::Environment => "Environment",
            Self::Label => "Labels",
            Self::Port => "Ports",
            Self::Volume => "Volumes",
            Self::Privilege => "Privileges",
            Self::Other => "Other settings",
        }
    }

    /// What a key of a compose service is about (docs.balena.io/reference/supervisor/docker-compose).
    pub fn of(key: &str) -> Self {
        match key {
            "image" | "build" => Self::Image,
            "environment" => Self::Environment,
            "labels" => Self::Label,
            "ports" | "expose" => Self::Port,
            "volumes" | "tmpfs" => Self::Volume,
            "privileged"
            | "cap_add"
            | "cap_drop"
            | "devices"
            | "device_cgroup_rules"
            | "network_mode"
            | "pid"
            | "ipc"
            | "uts"
            | "userns_mode"
            | "security_opt"
            | "cgroup_parent"
            | "group_add"
            | "user" => Self::Privilege,
            _ => Self::Other,
        }
    }
}

/// One setting. A member of a list (a port, a volume) is its own name and has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub kind: SettingKind,
    pub name: String,
    pub value: String,
}

/// A service as the composition describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposedService {
    pub name: String,
    pub settings: Vec<Setting>,
}

/// The label that says how a service is updated, and what holds without it (docs.balena.io, update strategies).
const STRATEGY: &str = "io.balena.update.strategy";
/// The label that says for how long two versions of a service may overlap, in milliseconds.
const HANDOVER: &str = "io.balena.update.handover-timeout";
const DEFAULT_STRATEGY: &str = "download-then-kill";

impl ComposedService {
    /// What a label says.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.value(SettingKind::Label, name)
    }

    /// In which order its update goes.
    pub fn update_strategy(&self) -> &str {
        self.label(STRATEGY).unwrap_or(DEFAULT_STRATEGY)
    }

    /// For how long, in milliseconds, the old and the new one may overlap in a hand-over.
    pub fn handover_timeout(&self) -> Option<&str> {
        self.label(HANDOVER)
    }

    /// What a person should know before this goes to devices.
    pub fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        if self.value(SettingKind::Privilege, "privileged") == Some("true") {
            warnings.push("Privileged: it may do everything the host OS may.");
        }
        if self.value(SettingKind::Privilege, "network_mode") == Some("host") {
            warnings
                .push("On the host's network: its ports are the device's own, and it reaches services of the host OS.");
        }
        if self.update_strategy() == "delete-then-download" {
            warnings.push(
                "Deleted before its new image is downloaded: the service is away for the whole download, and stays away \
                 if that fails.",
            );
        }
        warnings
    }

    fn value(&self, kind: SettingKind, name: &str) -> Option<&str> {
        self.settings
            .iter()
            .find(|setting| setting.kind == kind && setting.name == name)
            .map(|setting| setting.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dangerous_is_said() {
        let setting = |kind, name: &str, value: &str| Setting { kind, name: name.into(), value: value.into() };
        let quiet = ComposedService { name: "a".into(), settings: vec![] };
        assert_eq!((quiet.update_strategy(), quiet.warnings().len()), ("download-then-kill", 0));
        let loud = ComposedService {
            name: "b".into(),
            settings: vec![
                setting(SettingKind::Privilege, "privileged", "true"),
                setting(SettingKind::Privilege, "network_mode", "host"),
                setting(SettingKind::Label, STRATEGY, "delete-then-download"),
            ],
        };
        assert_eq!((loud.update_strategy(), loud.warnings().len()), ("delete-then-download", 3));
    }
}
