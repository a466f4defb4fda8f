//! The configuration a device is told: its fleet's under its own, and how often it has to ask (balena-api.md §4).

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::StoreError;

use super::variables::{From, overlay};

/// The interval a supervisor is always told, in milliseconds.
pub(super) const TOLD: &str = "RESIN_SUPERVISOR_POLL_INTERVAL";
/// Its newer name, passed on as it stands.
pub(super) const NEWER: &str = "BALENA_SUPERVISOR_POLL_INTERVAL";
/// Would send devices with a read-only root into a loop of reboots: never passed on.
const NEVER_TOLD: &str = "RESIN_HOST_LOG_TO_DISPLAY";

/// The fleet's configuration under the device's, without what is only for front ends. `RESIN_SUPERVISOR_POLL_INTERVAL` is
/// always there and at least `minimum_poll_ms`.
pub(super) fn config(
    connection: &Connection,
    device: Option<i64>,
    application: i64,
    minimum_poll_ms: i64,
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut config = BTreeMap::new();
    overlay(connection, &mut config, From::ApplicationConfig, application)?;
    if let Some(device) = device {
        overlay(connection, &mut config, From::DeviceConfig, device)?;
    }
    config.retain(|name, _| !name.starts_with("RESIN_UI") && !name.starts_with("BALENA_UI") && name != NEVER_TOLD);
    let asked = config.get(TOLD).and_then(|value| leading_number(value)).unwrap_or_default();
    config.insert(TOLD.to_owned(), asked.max(minimum_poll_ms).to_string());
    Ok(config)
}

/// How often a device asks that was told these two values, in milliseconds: the longer of both, at least the minimum.
pub(super) fn poll_interval_ms(told: Option<&str>, newer: Option<&str>, minimum_poll_ms: i64) -> i64 {
    [told, newer].into_iter().filter_map(|value| leading_number(value?)).fold(minimum_poll_ms, i64::max)
}

/// The same of a configuration.
pub(super) fn poll_interval_in(config: &BTreeMap<String, String>, minimum_poll_ms: i64) -> i64 {
    let value = |name| config.get(name).map(String::as_str);
    poll_interval_ms(value(TOLD), value(NEWER), minimum_poll_ms)
}

/// The whole number a text begins with, as supervisors read theirs; none if it begins with none.
fn leading_number(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let signed = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or(signed.len());
    if end == 0 {
        return None;
    }
    // More digits than a number holds: as long as can be.
    let number = signed[..end].parse().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        assert_eq!(leading_number("90000"), Some(90_000));
        assert_eq!(leading_number("  15s"), Some(15));
        assert_eq!(leading_number("-7"), Some(-7));
        assert_eq!(leading_number("99999999999999999999"), Some(i64::MAX));
        for none in ["", "abc", "-", " .5"] {
            assert_eq!(leading_number(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_longer_of_both_names_counts() {
        assert_eq!(poll_interval_ms(None, None, 20), 20);
        assert_eq!(poll_interval_ms(Some("30"), None, 20), 30);
        assert_eq!(poll_interval_ms(Some("10"), Some("60"), 20), 60);
        assert_eq!(poll_interval_ms(Some("90"), Some("60"), 20), 90);
        assert_eq!(poll_interval_ms(Some("10"), Some("oops"), 20), 20);
    }
}
