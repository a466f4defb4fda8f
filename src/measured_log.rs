//! A log view and nothing else, over the real worker: what `cargo xtask bench logs` and its like measure.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use model::device_uuid::DeviceUuid;
use ui::announcer::provide_announcer;

use crate::data::fleet_log::{self, AskedOf, Matching};
use crate::data::hub::provide_hub;
use crate::data::log_desk::provide_log_desk;
use crate::data::logs::{self, LogFeed};
use crate::parts::log_view::{Connection, LogHandle, LogView};
use crate::routes::device_tab::DeviceTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;
use crate::services::clock::provide_clock;
use crate::services::navigation::{use_navigator, use_place};
use crate::services::shortcuts::provide_shortcuts;

/// What is followed: one device's own log, or that of several merged.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Names and uuids; a uuid that is none is left out.
    pub devices: Vec<(String, String)>,
    /// Names of services by number.
    pub services: Vec<(i64, String)>,
}

/// Puts the log on the page, as it stands on a device's: what is searched is kept in the address.
pub fn mount(measured: Measured) {
    let measured = StoredValue::new(measured);
    mount_to_body(move || {
        provide_clock();
        provide_shortcuts();
        provide_announcer();
        provide_hub();
        provide_log_desk();
        let log = move || view! { <Log measured=measured.get_value() /> };
        view! { <Router><FlatRoutes fallback=log><Route path=path!("/*any") view=log /></FlatRoutes></Router> }
    });
}

#[component]
fn Log(measured: Measured) -> impl IntoView {
    let (place, navigator) = (use_place(), use_navigator());
    let Measured { devices, services } = measured;
    let devices = devices.into_iter().filter_map(|(name, uuid)| Some((name, uuid.parse::<DeviceUuid>().ok()?)));
    let devices: Vec<(String, DeviceUuid)> = devices.collect();
    let names: Vec<String> = services.iter().map(|(_, name)| name.clone()).collect();
    let Some((name, uuid)) = devices.first().cloned() else { return ().into_any() };
    let feed = follow(devices, Signal::stored(services.into_iter().collect()));
    let query = Memo::new(move |_| match place.get() {
        Place::Device { tab: DeviceTab::Logs(query), .. } => query,
        _ => LogQuery::default(),
    });
    let stands = Memo::new(move |_| feed.streams.with(|streams| (streams.live > 0, streams.lost > 0)));
    let connection = Signal::derive(move || match stands.get() {
        (_, true) => Connection::Lost,
        (false, _) => Connection::Loading,
        _ => Connection::Live,
    });
    let log = LogHandle {
        shown: feed.shown.into(),
        timeline: feed.timeline.into(),
        streams: feed.streams.into(),
        kinds: feed.kinds.into(),
        kind_devices: feed.kind_devices.into(),
        answer: feed.answer.into(),
        file: feed.file.into(),
        keeping: feed.keeping.into(),
        ask: Callback::new(move |ask| feed.ask(ask)),
    };
    let search = move |query| navigator.replace(&Place::Device { uuid: uuid.clone(), tab: DeviceTab::Logs(query) });
    view! {
        <div class="fleet-log" style:height="100vh">
            <LogView log services=names query on_query=search connection name is_whole=true />
        </div>
    }
    .into_any()
}

fn follow(devices: Vec<(String, DeviceUuid)>, services: Signal<HashMap<i64, String>>) -> LogFeed {
    if let [(_, uuid)] = &devices[..] {
        return logs::of(uuid.clone(), None, Signal::derive(move || Some(services.get())));
    }
    let matching = Matching { count: devices.len(), devices: devices.into_iter().collect() };
    let matching = Memo::new(move |_| Some(matching.clone()));
    fleet_log::of(&AskedOf { services: None, system: true }, matching, services)
}
