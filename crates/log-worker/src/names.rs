//! Names of services and devices, by what lines carry.

use std::collections::HashMap;
use std::sync::Arc;

use logs::line::SUPERVISOR;
use model::device_uuid::DeviceUuid;
use wire::log_line::LogLine;

/// What a feed's lines are shown by.
#[derive(Debug)]
pub(crate) struct Names {
    services: HashMap<i64, Arc<str>>,
    supervisor: Arc<str>,
    devices: HashMap<DeviceUuid, String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { services: HashMap::new(), supervisor: SUPERVISOR.into(), devices: HashMap::new() }
    }
}

impl Names {
    /// Whether the services of all these lines have names.
    pub(crate) fn know(&self, lines: &[LogLine]) -> bool {
        lines.iter().all(|line| line.service_id.is_none_or(|id| self.services.contains_key(&id)))
    }

    pub(crate) fn know_services(&mut self, names: Vec<(i64, String)>) {
        self.services.extend(names.into_iter().map(|(id, name)| (id, name.into())));
    }

    pub(crate) fn know_device(&mut self, uuid: DeviceUuid, name: String) {
        self.devices.insert(uuid, name);
    }

    /// The source of a line; one nobody has named yet is `service 7`.
    pub(crate) fn source(&mut self, service: Option<i64>) -> Arc<str> {
        let Some(id) = service else { return Arc::clone(&self.supervisor) };
        Arc::clone(self.services.entry(id).or_insert_with(|| format!("service {id}").into()))
    }

    /// The device that is shown by a name.
    pub(crate) fn uuid(&self, name: &str) -> Option<&DeviceUuid> {
        self.devices.iter().find_map(|(uuid, known)| (known == name).then_some(uuid))
    }

    pub(crate) fn device<'a>(&'a self, uuid: &'a DeviceUuid) -> &'a str {
        self.devices.get(uuid).map_or(uuid.as_str(), String::as_str)
    }
}
