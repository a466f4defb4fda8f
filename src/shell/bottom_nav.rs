//! The navigation of narrow screens, where the sidebar has no room.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::icon::{Glyph, Icon};

use crate::routes::fleet_tab::FleetPart;
use crate::routes::place::{Page, Place};

/// At the lower edge, under 768 px.
#[component]
pub(super) fn BottomNav(place: Memo<Place>, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let page = Memo::new(move |_| place.with(Place::page));
    let id = Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.id)));
    let item = move |to: &Place, glyph: Glyph, label: &'static str, is_current: fn(&Page) -> bool| {
        view! {
            <a href=to.to_string() aria-current=move || page.with(is_current).then_some("page")>
                <Icon glyph size=18 />
                {label}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="m-nav" aria-label="Main">
            {item(&Place::fleets(), Glyph::Fleets, "Fleets", |page| *page == Page::Fleets)}
            {move || {
                id.get().map(|id| {
                    vec![
                        item(&Place::fleet(id), Glyph::Overview, "Overview", |page| matches!(page, Page::Fleet(_, FleetPart::Overview))),
                        item(&Place::devices(id), Glyph::Device, "Devices", |page| {
                            matches!(page, Page::Fleet(_, FleetPart::Devices) | Page::Device(_))
                        }),
                        item(&Place::releases(id), Glyph::Release, "Releases", |page| {
                            matches!(page, Page::Fleet(_, FleetPart::Releases | FleetPart::Release(_) | FleetPart::Compare))
                        }),
                    ]
                })
            }}
        </nav>
    }
}
