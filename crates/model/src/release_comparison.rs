//! What differs between two releases, service by service, and what that means for a device that goes from one to the other.

use std::collections::BTreeMap;

use crate::composition::{Setting, SettingKind};
use crate::release_detail::{BuiltService, ReleaseImage};

/// What happens to a service on a device that goes from the one release to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It has another image: pulled, then restarted by its update strategy.
    NewImage,
    /// The same image, other settings: made anew, which is a restart.
    NewSettings,
    Added,
    Removed,
    /// It keeps running.
    Unchanged,
}

impl Fate {
    /// The word on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NewImage => "New image",
            Self::NewSettings => "New settings",
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Unchanged => "Unchanged",
        }
    }
}

/// A setting that is not the same; none on a side means that it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    pub kind: SettingKind,
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A service in both, or in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceChange {
    pub name: String,
    pub fate: Fate,
    pub before: Option<ReleaseImage>,
    pub after: Option<ReleaseImage>,
    /// By kind, then by name.
    pub settings: Vec<SettingChange>,
}

/// Bytes of all images of each side, and of those a device does not have yet; none where a size is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    pub before: Option<u64>,
    pub after: Option<u64>,
    /// What is pulled at most: layers that both have are not pulled again.
    pub to_pull: Option<u64>,
}

/// Every service of either, by name.
pub fn compare(before: &[BuiltService], after: &[BuiltService]) -> Vec<ServiceChange> {
    let mut names: Vec<&str> = before.iter().chain(after).map(BuiltService::name).collect();
    names.sort_unstable();
    names.dedup();
    let find = |services: &[BuiltService], name: &str| services.iter().find(|service| service.name() == name).cloned();
    names
        .into_iter()
        .map(|name| {
            let (old, new) = (find(before, name), find(after, name));
            let settings = settings(old.as_ref(), new.as_ref());
            let image = |service: &Option<BuiltService>| service.as_ref().and_then(|service| service.image.clone());
            let (old_image, new_image) = (image(&old), image(&new));
            let is_same_image =
                old_image.as_ref().map(ReleaseImage::identity) == new_image.as_ref().map(ReleaseImage::identity);
            let fate = match (&old, &new) {
                (None, _) => Fate::Added,
                (_, None) => Fate::Removed,
                _ if !is_same_image => Fate::NewImage,
                _ if !settings.is_empty() => Fate::NewSettings,
                _ => Fate::Unchanged,
            };
            ServiceChange { name: name.to_owned(), fate, before: old_image, after: new_image, settings }
        })
        .collect()
}

fn settings(old: Option<&BuiltService>, new: Option<&BuiltService>) -> Vec<SettingChange> {
    type Found = BTreeMap<(SettingKind, String), (Option<String>, Option<String>)>;
    let mut found = Found::new();
    let of = |service: Option<&BuiltService>| service.map_or(Vec::new(), |service| service.composed.settings.clone());
    for Setting { kind, name, value } in of(old) {
        found.entry((kind, name)).or_default().0 = Some(value);
    }
    for Setting { kind, name, value } in of(new) {
        found.entry((kind, name)).or_default().1 = Some(value);
    }
    found
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|((kind, name), (before, after))| SettingChange { kind, name, before, after })
        .collect()
}

/// How heavy both sides are.
pub fn weights(changes: &[ServiceChange]) -> Weights {
    let total = |image: fn(&ServiceChange) -> Option<&ReleaseImage>| {
        changes.iter().filter_map(image).map(|image| image.size).sum::<Option<u64>>()
    };
    let pulled = |change: &&ServiceChange| matches!(change.fate, Fate::NewImage | Fate::Added);
    let to_pull =
        changes.iter().filter(pulled).filter_map(|change| change.after.as_ref()).map(|image| image.size).sum();
    Weights { before: total(|change| change.before.as_ref()), after: total(|change| change.after.as_ref()), to_pull }
}

/// "A device that goes from A to B restarts gauge and uplink, starts ui, stops modem; probe keeps running."
pub fn sentence(changes: &[ServiceChange], from: &str, to: &str) -> String {
    let named = |fates: &[Fate]| {
        let names: Vec<&str> =
            changes.iter().filter(|change| fates.contains(&change.fate)).map(|change| change.name.as_str()).collect();
        listed(&names)
    };
    let parts = [
        ("restarts", named(&[Fate::NewImage, Fate::NewSettings])),
        ("starts", named(&[Fate::Added])),
        ("stops", named(&[Fate::Removed])),
    ];
    let done: Vec<String> = parts.into_iter().filter_map(|(verb, names)| Some(format!("{verb} {}", names?))).collect();
    let kept = changes.iter().filter(|change| change.fate == Fate::Unchanged).count();
    if done.is_empty() {
        return format!("A device that goes from {from} to {to} restarts nothing.");
    }
    let rest = match named(&[Fate::Unchanged]) {
        Some(names) => format!("; {names} {} running", if kept == 1 { "keeps" } else { "keep" }),
        None => String::new(),
    };
    format!("A device that goes from {from} to {to} {}{rest}.", done.join(", "))
}

fn listed(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composition::ComposedService;

    fn service(name: &str, digest: &str, size: u64, environment: &[(&str, &str)]) -> BuiltService {
        let settings = environment
            .iter()
            .map(|(name, value)| Setting {
                kind: SettingKind::Environment,
                name: (*name).to_owned(),
                value: (*value).to_owned(),
            })
            .collect();
        let image = ReleaseImage {
            id: 1,
            location: format!("registry/{name}"),
            digest: Some(digest.to_owned()),
            size: Some(size),
            project_type: None,
            error: None,
            started_at: None,
            ended_at: None,
        };
        BuiltService { composed: ComposedService { name: name.to_owned(), settings }, image: Some(image) }
    }

    #[test]
    fn each_service_has_its_fate() {
        let before = [
            service("a", "1", 10, &[]),
            service("b", "1", 20, &[("X", "1")]),
            service("c", "1", 5, &[]),
            service("e", "1", 1, &[]),
        ];
        let after = [
            service("a", "2", 12, &[]),
            service("b", "1", 20, &[("X", "2"), ("Y", "")]),
            service("d", "1", 7, &[]),
            service("e", "1", 1, &[]),
        ];
        let changes = compare(&before, &after);
        let fates: Vec<_> = changes.iter().map(|change| (change.name.as_str(), change.fate)).collect();
        assert_eq!(
            fates,
            [
                ("a", Fate::NewImage),
                ("b", Fate::NewSettings),
                ("c", Fate::Removed),
                ("d", Fate::Added),
                ("e", Fate::Unchanged)
            ]
        );
        assert_eq!(changes[1].settings.len(), 2);
        assert_eq!(changes[1].settings[0].before.as_deref(), Some("1"));
        assert_eq!(changes[1].settings[1].before, None);
        assert_eq!(weights(&changes), Weights { before: Some(36), after: Some(40), to_pull: Some(19) });
        assert_eq!(
            sentence(&changes, "1.0", "1.1"),
            "A device that goes from 1.0 to 1.1 restarts a and b, starts d, stops c; e keeps running."
        );
        assert_eq!(sentence(&compare(&before, &before), "1", "1"), "A device that goes from 1 to 1 restarts nothing.");
    }
}
