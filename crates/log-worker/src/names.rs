//! Names of services and devices, by what lines carry.

use std::collections::HashMap;
use std::sync::Arc;

use logs::line::SUPERVISOR;
use model::device_uuid::DeviceUuid;

/// What a feed's lines are shown by.
#[derive(Debug)]
pub(crate) struct Names {
    services: Option<HashMap<i64, Arc<str>>>,
    supervisor: Arc<str>,
    devices: HashMap<DeviceUuid, String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { services: None, supervisor: SUPERVISOR.into(), devices: HashMap::new() }
    }
}

impl Names {
    /// Whether services have names yet.
    pub(crate) fn are_known(&self) -> bool {
        self.services.is_some()
    }

    pub(crate) fn know_services(&mut self, names: Vec<(i64, String)>) {
        let names = names.into_iter().map(|(id, name)| (id, name.into()));
        self.services.get_or_insert_default().extend(names);
    }

    pub(crate) fn know_device(&mut self, uuid: DeviceUuid, name: String) {
        self.devices.insert(uuid, name);
    }

    /// The source of a line; one nobody has named yet is `service 7`.
    pub(crate) fn source(&mut self, service: Option<i64>) -> Arc<str> {
        let Some(id) = service else { return Arc::clone(&self.supervisor) };
        let names = self.services.get_or_insert_default();
        Arc::clone(names.entry(id).or_insert_with(|| format!("service {id}").into()))
    }

    /// The device that is shown by a name.
    pub(crate) fn uuid(&self, name: &str) -> Option<&DeviceUuid> {
        self.devices.iter().find_map(|(uuid, known)| (known == name).then_some(uuid))
    }

    pub(crate) fn device<'a>(&'a self, uuid: &'a DeviceUuid) -> &'a str {
        self.devices.get(uuid).map_or(uuid.as_str(), String::as_str)
    }
}
