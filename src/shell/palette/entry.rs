//! What the palette shows: entries in groups.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use ui::icon::Glyph;

use crate::services::commands::Sign;

/// What is looked for: everything, or what to go to in place of the fleet or device at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::shell) enum Scope {
    Everything,
    Fleets,
    DevicesOf(i64),
}

/// What stands before an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    Icon(Glyph),
    State(DeviceStatus),
}

/// What Enter does.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Run(Callback<()>),
    Go(String),
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Unlike any other's, and the same from one keystroke to the next.
    pub(super) key: String,
    pub(super) label: String,
    /// At the right, faint.
    pub(super) aside: Option<String>,
    pub(super) keys: Option<&'static str>,
    pub(super) lead: Lead,
    /// Why it cannot be done now.
    pub(super) refusal: Option<String>,
    pub(super) act: Act,
}

impl Entry {
    pub(super) fn to(key: String, label: String, lead: Lead, address: String) -> Self {
        Self { key, label, aside: None, keys: None, lead, refusal: None, act: Act::Go(address) }
    }
}

/// Entries under one heading.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) entries: Vec<Entry>,
}

/// The entry that is active at first: the first that can be done.
pub(super) fn first_possible(groups: &[Group]) -> Option<String> {
    let mut entries = groups.iter().flat_map(|group| &group.entries);
    entries.find(|entry| entry.refusal.is_none()).map(|entry| entry.key.clone())
}

/// The entry so many further on, around the ends.
pub(super) fn moved(groups: &[Group], from: Option<&str>, by: isize) -> Option<String> {
    let keys: Vec<&str> = groups.iter().flat_map(|group| &group.entries).map(|entry| entry.key.as_str()).collect();
    let count = isize::try_from(keys.len()).ok().filter(|count| *count > 0)?;
    let at = from.and_then(|from| keys.iter().position(|key| *key == from)).and_then(|at| isize::try_from(at).ok());
    let to = match at {
        Some(at) => (at + by).rem_euclid(count),
        None if by < 0 => count - 1,
        None => 0,
    };
    keys.get(usize::try_from(to).ok()?).map(|key| (*key).to_owned())
}

/// The icon of an action.
pub(super) const fn glyph_of(sign: Sign) -> Glyph {
    match sign {
        Sign::Delete => Glyph::Close,
        Sign::Download => Glyph::Download,
        Sign::Identify => Glyph::Bulb,
        Sign::Keys => Glyph::Info,
        Sign::Leave => Glyph::Logout,
        Sign::Pin => Glyph::Pin,
        Sign::Restart => Glyph::Refresh,
        Sign::Stop => Glyph::Stop,
        Sign::Terminal => Glyph::Terminal,
        Sign::Theme => Glyph::Sun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Vec<Group> {
        let entry = |key: &str, refusal: Option<&str>| Entry {
            refusal: refusal.map(str::to_owned),
            ..Entry::to(key.to_owned(), key.to_owned(), Lead::Icon(Glyph::Run), String::new())
        };
        vec![
            Group { title: "Actions", entries: vec![entry("a", Some("not now")), entry("b", None)] },
            Group { title: "Devices", entries: vec![entry("c", None)] },
        ]
    }

    #[test]
    fn arrows_walk_around_and_the_first_active_one_is_possible() {
        let groups = groups();
        assert_eq!(first_possible(&groups).as_deref(), Some("b"));
        assert_eq!(moved(&groups, Some("b"), 1).as_deref(), Some("c"));
        assert_eq!(moved(&groups, Some("c"), 1).as_deref(), Some("a"));
        assert_eq!(moved(&groups, Some("a"), -1).as_deref(), Some("c"));
        assert_eq!(moved(&groups, Some("gone"), 1).as_deref(), Some("a"));
        assert_eq!(moved(&[], None, 1), None);
    }
}
