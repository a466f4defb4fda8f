//! A device's uuid: 32 or 62 lower-case hexadecimal digits (balena-api.md §4, `/device/register`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

/// A checked device uuid. What is checked once here may go into a URL, a tunnel's request line or a file name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct DeviceUuid(String);

/// The text is not a device uuid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a device uuid is 32 or 62 hexadecimal digits in lower case")]
pub struct NotADeviceUuid;

impl DeviceUuid {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first seven digits, as people write it.
    pub fn short(&self) -> &str {
        self.0.get(..7).unwrap_or(&self.0)
    }
}

impl FromStr for DeviceUuid {
    type Err = NotADeviceUuid;

    fn from_str(text: &str) -> Result<Self, NotADeviceUuid> {
        let right_length = text.len() == 32 || text.len() == 62;
        if right_length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotADeviceUuid)
        }
    }
}

impl fmt::Display for DeviceUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DeviceUuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hex_of_two_lengths() {
        assert!("a".repeat(32).parse::<DeviceUuid>().is_ok());
        assert!("0".repeat(62).parse::<DeviceUuid>().is_ok());
        for bad in ["", "A", &"a".repeat(31), &"A".repeat(32), &"g".repeat(32), &format!("{}\r\n", "a".repeat(30))] {
            assert!(bad.parse::<DeviceUuid>().is_err(), "{bad:?}");
        }
    }
}
