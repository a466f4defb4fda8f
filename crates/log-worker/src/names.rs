//! Names of services and devices, by what lines carry.

use std::collections::HashMap;

use logs::line::SUPERVISOR;
use model::device_uuid::DeviceUuid;
use wire::log_line::LogLine;

/// What a feed's lines are shown by.
#[derive(Debug, Default)]
pub(crate) struct Names {
    services: HashMap<i64, String>,
    devices: HashMap<DeviceUuid, String>,
}

impl Names {
    /// Whether the services of all these lines have names.
    pub(crate) fn know(&self, lines: &[LogLine]) -> bool {
        lines.iter().all(|line| line.service_id.is_none_or(|id| self.services.contains_key(&id)))
    }

    pub(crate) fn know_services(&mut self, names: Vec<(i64, String)>) {
        self.services.extend(names);
    }

    pub(crate) fn know_device(&mut self, uuid: DeviceUuid, name: String) {
        self.devices.insert(uuid, name);
    }

    /// The source of a line; one nobody has named yet is `service 7`.
    pub(crate) fn source(&mut self, service: Option<i64>) -> &str {
        match service {
            None => SUPERVISOR,
            Some(id) => self.services.entry(id).or_insert_with(|| format!("service {id}")).as_str(),
        }
    }

    /// The device that is shown by a name.
    pub(crate) fn uuid(&self, name: &str) -> Option<&DeviceUuid> {
        self.devices.iter().find_map(|(uuid, known)| (known == name).then_some(uuid))
    }

    pub(crate) fn device<'a>(&'a self, uuid: &'a DeviceUuid) -> &'a str {
        self.devices.get(uuid).map_or(uuid.as_str(), String::as_str)
    }
}
