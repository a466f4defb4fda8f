//! Where the frame is: the fleet at hand and the path to the page, from the address and what the page has said.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::breadcrumb::Crumb;

use crate::data::fleets::use_fleets;
use crate::routes::place::{DeviceTab, Place};
use crate::services::here::use_device_here;

/// The fleet the page is in, once it is known.
pub(super) fn fleet_at_hand(place: Memo<Place>) -> Memo<Option<Fleet>> {
    let (list, device) = (use_fleets().list(), use_device_here());
    Memo::new(move |_| {
        let id = match place.get() {
            Place::Fleet { id } | Place::FleetDevices { id, .. } | Place::FleetReleases { id } => id,
            Place::Device { .. } => device.get()?.fleet?,
            Place::Fleets | Place::Login { .. } | Place::NotFound => return None,
        };
        list.with(|list| list.as_ref()?.iter().find(|fleet| fleet.id == id).cloned())
    })
}

/// The path to the page.
pub(super) fn path(place: Memo<Place>, fleet: Memo<Option<Fleet>>) -> Memo<Vec<Crumb>> {
    let device = use_device_here();
    Memo::new(move |_| {
        let step = |label: &str, place: &Place| Crumb { label: label.to_owned(), href: Some(place.to_string()) };
        let mut crumbs = vec![step("Fleets", &Place::Fleets)];
        let fleet = fleet.get();
        if let Some(fleet) = &fleet {
            crumbs.push(step(&fleet.name, &Place::Fleet { id: fleet.id }));
        }
        match place.get() {
            Place::Fleets | Place::Login { .. } => {}
            Place::Fleet { .. } => crumbs.push(step("Overview", &place.get())),
            Place::FleetDevices { .. } => crumbs.push(step("Devices", &place.get())),
            Place::FleetReleases { .. } => crumbs.push(step("Releases", &place.get())),
            Place::NotFound => crumbs.push(step("Not found", &Place::NotFound)),
            Place::Device { uuid, tab } => {
                if let Some(fleet) = &fleet {
                    crumbs.push(step("Devices", &Place::devices(fleet.id)));
                }
                let name = device.get().map_or_else(|| uuid.short().to_owned(), |device| device.name);
                crumbs.push(step(&name, &Place::device(uuid)));
                match tab {
                    DeviceTab::Summary => {}
                    DeviceTab::Logs(_) => crumbs.push(step("Logs", &place.get())),
                    DeviceTab::Terminal(_) => crumbs.push(step("Terminal", &place.get())),
                }
            }
        }
        if let Some(last) = crumbs.last_mut() {
            last.href = None;
        }
        crumbs
    })
}
