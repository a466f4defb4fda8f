//! The variables of a fleet or of one device, with the services they are for, as a page holds them.

use crate::resolver::{Resolved, Whose, resolve};
use crate::variable::{Level, Slot, Variable};

/// A service variables can be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceOf {
    pub id: i64,
    pub name: String,
    /// The service on the device (`service_install`), once the device's target release has had it.
    pub install: Option<i64>,
}

/// A fleet's variable that one device sets otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub name: String,
    /// For one service only.
    pub service: Option<i64>,
    pub device: i64,
}

/// Everything that is set. Of a fleet: its two levels and who overrides them; of a device: all four levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableBook {
    pub fleet: i64,
    pub device: Option<i64>,
    /// By name.
    pub services: Vec<ServiceOf>,
    pub variables: Vec<Variable>,
    /// Of a fleet only.
    pub overrides: Vec<Override>,
    /// There are more overrides than were read.
    pub has_more_overrides: bool,
}

impl VariableBook {
    /// The levels there are here, weakest first.
    pub fn levels(&self) -> &'static [Level] {
        if self.device.is_some() { &Level::ALL } else { &Level::ALL[..2] }
    }

    /// Line by line, which level wins.
    pub fn resolved(&self) -> Vec<Resolved> {
        let services: Vec<i64> = self.services.iter().map(|service| service.id).collect();
        resolve(&self.variables, &services)
    }

    /// A service by id.
    pub fn service(&self, id: i64) -> Option<&ServiceOf> {
        self.services.iter().find(|service| service.id == id)
    }

    /// Where a variable of a level goes, and why it cannot.
    pub fn slot(&self, level: Level, service: Option<i64>) -> Result<Slot, String> {
        let parent = match (level, service) {
            (Level::Fleet, _) => Some(self.fleet),
            (Level::FleetService, service) => service,
            (Level::Device, _) => self.device,
            (Level::DeviceService, Some(id)) => {
                let of = self.service(id);
                let install = of.and_then(|service| service.install);
                if install.is_none() {
                    let name = of.map_or("This service", |service| service.name.as_str());
                    return Err(format!("{name} is not on this device yet: its target release has to have it first."));
                }
                install
            }
            (Level::DeviceService, None) => None,
        };
        parent.map(|parent| Slot { level, parent }).ok_or_else(|| "Choose a service first.".to_owned())
    }

    /// For which services a line stands, in words.
    pub fn whose(&self, whose: Whose) -> String {
        match whose {
            Whose::All => "All services".to_owned(),
            Whose::Others => "Other services".to_owned(),
            Whose::Service(id) => {
                self.service(id).map_or_else(|| format!("Service {id}"), |service| service.name.clone())
            }
        }
    }

    /// Where a slot is, in words: `this fleet, all services`, `this device, uplink`.
    pub fn place(&self, slot: Slot) -> String {
        let thing = if slot.level.is_of_device() { "this device" } else { "this fleet" };
        let service = match slot.level {
            Level::Fleet | Level::Device => None,
            Level::FleetService => self.service(slot.parent),
            Level::DeviceService => self.services.iter().find(|service| service.install == Some(slot.parent)),
        };
        format!("{thing}, {}", service.map_or("all services", |service| &service.name))
    }

    /// The devices that set this name themselves; for one service, those that matter to it. Each once.
    pub fn overridden_by(&self, name: &str, service: Option<i64>) -> Vec<i64> {
        let matters = |one: &&Override| {
            one.name == name && (one.service.is_none() || service.is_none() || one.service == service)
        };
        let mut devices: Vec<i64> = self.overrides.iter().filter(matters).map(|one| one.device).collect();
        devices.sort_unstable();
        devices.dedup();
        devices
    }

    /// What happens when a variable of this slot changes. `devices`: how many the fleet has.
    pub fn consequence(&self, slot: Slot, devices: u64) -> String {
        let of = match slot.level {
            Level::Fleet | Level::Device => "all services".to_owned(),
            Level::FleetService | Level::DeviceService => {
                self.place(slot).split_once(", ").map_or_else(String::new, |(_, service)| service.to_owned())
            }
        };
        if slot.level.is_of_device() {
            format!("Restarts {of} on this device.")
        } else if devices == 1 {
            format!("Restarts {of} on the fleet's one device.")
        } else {
            format!("Restarts {of} on {} devices, but for those that override it.", crate::figure::grouped(devices))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(device: Option<i64>) -> VariableBook {
        let service = |id, name: &str, install| ServiceOf { id, name: name.to_owned(), install };
        VariableBook {
            fleet: 3,
            device,
            services: vec![service(7, "gauge", Some(70)), service(8, "uplink", None)],
            variables: Vec::new(),
            overrides: vec![
                Override { name: "A".to_owned(), service: None, device: 1 },
                Override { name: "A".to_owned(), service: Some(7), device: 2 },
                Override { name: "A".to_owned(), service: Some(7), device: 1 },
            ],
            has_more_overrides: false,
        }
    }

    #[test]
    fn where_a_variable_goes_and_what_follows() {
        let device = book(Some(5));
        let slot = device.slot(Level::DeviceService, Some(7)).unwrap();
        assert_eq!((slot.parent, device.place(slot)), (70, "this device, gauge".to_owned()));
        assert_eq!(device.consequence(slot, 9), "Restarts gauge on this device.");
        assert!(device.slot(Level::DeviceService, Some(8)).unwrap_err().starts_with("uplink is not on this device"));
        let fleet = book(None);
        let slot = fleet.slot(Level::Fleet, None).unwrap();
        assert!(fleet.consequence(slot, 10_412).starts_with("Restarts all services on 10,412 devices"));
        assert_eq!(fleet.overridden_by("A", None), [1, 2]);
        assert_eq!(fleet.overridden_by("A", Some(8)), [1]);
        assert_eq!(fleet.levels().len(), 2);
    }
}
