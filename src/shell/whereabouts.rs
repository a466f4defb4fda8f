//! Where the frame is: the fleet at hand and the path to the page, from the address and what the page has said.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::breadcrumb::Crumb;

use crate::data::fleets::use_fleets;
use crate::routes::account_tab::AccountTab;
use crate::routes::device_tab::DeviceTab;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::here::use_device_here;

/// The fleet the page is in, once it is known.
pub(super) fn fleet_at_hand(place: Memo<Place>) -> Memo<Option<Fleet>> {
    let (list, device) = (use_fleets().list(), use_device_here());
    Memo::new(move |_| {
        let id = match place.get() {
            Place::Fleet { id, .. } => id,
            Place::Device { .. } => device.get()?.fleet?,
            Place::Fleets(_) | Place::Login { .. } | Place::Account(_) | Place::NotFound => return None,
        };
        list.with(|list| list.as_ref()?.iter().find(|fleet| fleet.id == id).cloned())
    })
}

/// The path to the page.
pub(super) fn path(place: Memo<Place>, fleet: Memo<Option<Fleet>>) -> Memo<Vec<Crumb>> {
    let device = use_device_here();
    Memo::new(move |_| {
        let step =
            |label: &str, place: &Place| Crumb { label: label.to_owned(), href: Some(place.to_string()), switch: None };
        let switched = |crumb: Crumb, what: &str| Crumb { switch: Some(format!("Go to another {what}")), ..crumb };
        let mut crumbs = vec![step("Fleets", &Place::fleets())];
        let fleet = fleet.get();
        if let Some(fleet) = &fleet {
            crumbs.push(switched(step(&fleet.name, &Place::fleet(fleet.id)), "fleet"));
        }
        match place.get() {
            Place::Fleets(_) | Place::Login { .. } => {}
            Place::Fleet { id, tab } => {
                if matches!(tab, FleetTab::Release(_) | FleetTab::ReleasePart(..) | FleetTab::Compare { .. }) {
                    crumbs.push(step("Releases", &Place::releases(id)));
                }
                crumbs.push(step(tab.title(), &place.get()));
            }
            Place::Account(tab) => {
                crumbs = vec![step("Account", &Place::Account(AccountTab::Profile))];
                if matches!(tab, AccountTab::Organization(_)) {
                    crumbs.push(step(AccountTab::Organizations.title(), &Place::Account(AccountTab::Organizations)));
                }
                crumbs.push(step(tab.title(), &place.get()));
            }
            Place::NotFound => crumbs.push(step("Not found", &Place::NotFound)),
            Place::Device { uuid, tab } => {
                if let Some(fleet) = &fleet {
                    crumbs.push(step("Devices", &Place::devices(fleet.id)));
                }
                let name = device.get().map_or_else(|| uuid.short().to_owned(), |device| device.name);
                crumbs.push(switched(step(&name, &Place::device(uuid)), "device"));
                if tab != DeviceTab::Summary {
                    crumbs.push(step(tab.title(), &place.get()));
                }
            }
        }
        if let Some(last) = crumbs.last_mut() {
            last.href = None;
        }
        crumbs
    })
}
