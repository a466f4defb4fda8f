//! What is typed to add a device, and what is wrong with it.

use leptos::prelude::*;
use model::os_version::OsVersion;
use model::provisioning::{ConfigWish, check_key_name, check_passphrase, check_ssid};
use model::timestamp::Timestamp;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// How long a key may be good: days, words. None: for ever.
pub(crate) const LIFETIMES: [(&str, Option<i64>); 4] =
    [("A day", Some(1)), ("A week", Some(7)), ("30 days", Some(30)), ("Until it is revoked", None)];

/// When a key made now ends, by the place of its lifetime.
pub(crate) fn ends_at(lifetime: usize, now: i64) -> Option<Timestamp> {
    LIFETIMES.get(lifetime).and_then(|(_, days)| *days).map(|days| Timestamp::from_millis(now + days * DAY))
}

/// The fields. Copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// A slug; none while the fleet's own is not known.
    pub(super) device_type: RwSignal<Option<String>>,
    pub(super) os_version: RwSignal<String>,
    pub(super) is_development: RwSignal<bool>,
    pub(super) has_wifi: RwSignal<bool>,
    pub(super) ssid: RwSignal<String>,
    pub(super) passphrase: RwSignal<String>,
    pub(super) key_name: RwSignal<String>,
    /// Of [`LIFETIMES`].
    pub(super) lifetime: RwSignal<usize>,
    pub(super) poll_interval: RwSignal<String>,
}

impl Form {
    pub(super) fn new() -> Self {
        Self {
            device_type: RwSignal::new(None),
            os_version: RwSignal::new("6.5.39".to_owned()),
            is_development: RwSignal::new(false),
            has_wifi: RwSignal::new(false),
            ssid: RwSignal::new(String::new()),
            passphrase: RwSignal::new(String::new()),
            key_name: RwSignal::new("bench".to_owned()),
            lifetime: RwSignal::new(2),
            poll_interval: RwSignal::new("15".to_owned()),
        }
    }

    pub(super) fn ssid_error(self) -> Option<String> {
        self.has_wifi.get().then(|| self.ssid.with(|name| check_ssid(name))).flatten().map(str::to_owned)
    }

    pub(super) fn passphrase_error(self) -> Option<String> {
        self.has_wifi.get().then(|| self.passphrase.with(|text| check_passphrase(text))).flatten().map(str::to_owned)
    }

    pub(super) fn key_error(self) -> Option<String> {
        self.key_name.with(|name| check_key_name(name.trim())).map(str::to_owned)
    }

    pub(super) fn version_error(self) -> Option<String> {
        let version = self.os_version.with(|version| OsVersion::parse(version));
        let is_right = version.is_some_and(|version| version.is_at_least(2, 7, 8));
        (!is_right).then(|| "A version such as 6.5.39, from 2.7.8 on.".to_owned())
    }

    pub(super) fn poll_error(self) -> Option<String> {
        let minutes = self.poll_interval.with(|text| text.trim().parse::<u32>().ok());
        (!minutes.is_some_and(|minutes| (1..=1_440).contains(&minutes))).then(|| "Minutes from 1 to 1440.".to_owned())
    }

    /// The first thing that is wrong.
    pub(super) fn error(self) -> Option<String> {
        let missing = self.device_type.with(Option::is_none).then(|| "Choose a device type first.".to_owned());
        let errors =
            [self.ssid_error(), self.passphrase_error(), self.key_error(), self.version_error(), self.poll_error()];
        missing.or_else(|| errors.into_iter().flatten().next())
    }

    /// What is asked for, if all is right.
    pub(super) fn wish(self, now: i64) -> Option<ConfigWish> {
        if untrack(|| self.error()).is_some() {
            return None;
        }
        let wifi = self.has_wifi.get_untracked().then(|| (self.ssid.get_untracked(), self.passphrase.get_untracked()));
        Some(ConfigWish {
            device_type: self.device_type.get_untracked()?,
            os_version: self.os_version.get_untracked().trim().to_owned(),
            wifi,
            is_development: self.is_development.get_untracked(),
            poll_interval: self.poll_interval.get_untracked().trim().parse().ok()?,
            key_name: self.key_name.get_untracked().trim().to_owned(),
            key_expires_at: ends_at(self.lifetime.get_untracked(), now),
        })
    }
}
