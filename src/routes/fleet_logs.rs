//! The merged log of a fleet: of which devices, and which lines, as the address carries it.

use super::log_query::LogQuery;

/// The key of the text to look for: `q` asks for devices here.
const TEXT: &str = "text";

/// The wish; the default shows every line of every device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FleetLogs {
    /// Which devices, in the language of the device list.
    pub devices: String,
    pub lines: LogQuery,
}

impl FleetLogs {
    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let devices = pairs.iter().find(|(key, _)| key == "q").map(|(_, value)| value.clone()).unwrap_or_default();
        Self { devices, lines: LogQuery::read(pairs, TEXT) }
    }

    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let devices = (!self.devices.is_empty()).then(|| ("q", self.devices.clone()));
        devices.into_iter().chain(self.lines.pairs(TEXT)).collect()
    }
}
