//! The sidebar: fleets, the parts of the fleet at hand, and the server at the foot.

use leptos::prelude::*;
use model::figure::grouped;
use model::fleet::Fleet;
use ui::icon::Glyph;
use ui::sidebar_item::SidebarItem;

use super::server_block::ServerBlock;
use crate::data::fleets::use_fleets;
use crate::data::signed::Signed;
use crate::routes::fleet_logs::FleetLogs;
use crate::routes::fleet_tab::{FleetPart, FleetTab};
use crate::routes::place::{Page, Place};

/// The sidebar.
#[component]
pub(super) fn Sidebar(signed: Signed, place: Memo<Place>, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let page = Memo::new(move |_| place.with(Place::page));
    let list = use_fleets().list();
    let fleets = Signal::derive(move || list.with(|list| list.as_ref().map(|list| grouped(list.len() as u64))));
    let id = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.id)));
    let parts = move || {
        let id = id.get()?;
        let name = Signal::derive(move || {
            fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone())).unwrap_or_default()
        });
        let devices =
            Signal::derive(move || fleet.with(|fleet| fleet.as_ref().map(|fleet| grouped(fleet.devices.total()))));
        let releases = Signal::derive(move || fleet.with(|fleet| fleet.as_ref()?.releases.map(grouped)));
        let current = move |is: fn(&Page) -> bool| Signal::derive(move || page.with(is));
        let href = move |tab| Place::Fleet { id, tab }.to_string();
        Some(
            view! {
                <h2><span class="cut">{name}</span></h2>
                <SidebarItem
                    href=href(FleetTab::Overview)
                    glyph=Glyph::Overview
                    label="Overview"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Overview)))
                />
                <SidebarItem
                    href=Place::devices(id).to_string()
                    glyph=Glyph::Device
                    label="Devices"
                    count=devices
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Devices) | Page::Device(_)))
                />
                <SidebarItem
                    href=href(FleetTab::Logs(FleetLogs::default()))
                    glyph=Glyph::Logs
                    label="Logs"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Logs)))
                />
                <SidebarItem
                    href=Place::releases(id).to_string()
                    glyph=Glyph::Release
                    label="Releases"
                    count=releases
                    current=current(|page| {
                        matches!(page, Page::Fleet(_, FleetPart::Releases | FleetPart::Release(_) | FleetPart::Compare))
                    })
                />
                <SidebarItem
                    href=href(FleetTab::Variables)
                    glyph=Glyph::Variables
                    label="Variables"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Variables)))
                />
                <SidebarItem
                    href=href(FleetTab::Configuration)
                    glyph=Glyph::Configuration
                    label="Configuration"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Configuration)))
                />
                <SidebarItem
                    href=href(FleetTab::Provisioning)
                    glyph=Glyph::Plus
                    label="Provisioning"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Provisioning)))
                />
                <SidebarItem
                    href=href(FleetTab::Settings)
                    glyph=Glyph::Settings
                    label="Settings"
                    current=current(|page| matches!(page, Page::Fleet(_, FleetPart::Settings)))
                />
            }
            .into_any(),
        )
    };
    view! {
        <nav class="sidebar" aria-label="Main">
            <SidebarItem
                href=Place::fleets().to_string()
                glyph=Glyph::Fleets
                label="Fleets"
                count=fleets
                current=Signal::derive(move || page.get() == Page::Fleets)
            />
            {parts}
            <ServerBlock signed />
        </nav>
    }
}
