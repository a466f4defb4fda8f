//! How a device gets into a fleet: provisioning keys, and what is asked for when a config.json is made.

use crate::timestamp::Timestamp;

/// A key that lets devices in, without the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisioningKey {
    pub id: i64,
    pub name: String,
    pub description: String,
    pub created_at: Timestamp,
    /// None: it does not end.
    pub expires_at: Option<Timestamp>,
}

impl ProvisioningKey {
    /// It lets nobody in any more.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// A device type by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownType {
    pub slug: String,
    pub name: String,
    /// Of the processor: `aarch64`.
    pub architecture: String,
}

/// What a config.json is asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigWish {
    pub device_type: String,
    /// Of the host OS the file goes beside.
    pub os_version: String,
    /// Name and passphrase: put into the file by the page, sent to nobody.
    pub wifi: Option<(String, String)>,
    pub is_development: bool,
    /// Minutes.
    pub poll_interval: u32,
    pub key_name: String,
    pub key_expires_at: Option<Timestamp>,
}

/// What is wrong with a network's name (IEEE 802.11: 1 to 32 bytes).
pub fn check_ssid(name: &str) -> Option<&'static str> {
    match name.len() {
        0 => Some("Type the network's name."),
        1..=32 => None,
        _ => Some("A network's name has at most 32 bytes."),
    }
}

/// What is wrong with a passphrase (WPA: 8 to 63 characters, or a key of 64 hexadecimal digits; none for an open network).
pub fn check_passphrase(text: &str) -> Option<&'static str> {
    let is_key = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_phrase = (8..=63).contains(&text.len()) && text.bytes().all(|b| (0x20..0x7f).contains(&b));
    (!text.is_empty() && !is_key && !is_phrase)
        .then_some("A passphrase has 8 to 63 letters, digits and signs, without accents.")
}

/// What is wrong with the name of a key.
pub fn check_key_name(name: &str) -> Option<&'static str> {
    match name.chars().count() {
        0 => Some("Name the key, so that you know it when you revoke it."),
        1..=50 => None,
        _ => Some("A key's name has at most 50 characters."),
    }
}

/// What is wrong with the description of a key.
pub fn check_key_description(text: &str) -> Option<&'static str> {
    (text.chars().count() > 150).then_some("A description has at most 150 characters.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_keys() {
        assert!(
            check_ssid("rivers-bench").is_none() && check_ssid("").is_some() && check_ssid(&"ü".repeat(17)).is_some()
        );
        for right in ["", "correct horse", &"a1".repeat(32)] {
            assert_eq!(check_passphrase(right), None, "{right}");
        }
        for wrong in ["short", &"x".repeat(64), "pässword1"] {
            assert!(check_passphrase(wrong).is_some(), "{wrong}");
        }
        assert!(check_key_name("").is_some() && check_key_name("bench").is_none());
        let key = ProvisioningKey {
            id: 1,
            name: String::new(),
            description: String::new(),
            created_at: Timestamp::from_millis(0),
            expires_at: Some(Timestamp::from_millis(5)),
        };
        assert!(key.has_ended(Timestamp::from_millis(5)) && !key.has_ended(Timestamp::from_millis(4)));
    }
}
