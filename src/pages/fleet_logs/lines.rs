//! The log with what it is of: opened when the devices that match are known, and anew when more of them is asked for.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use std::collections::HashMap;

use leptos::prelude::*;
use table::filter::parse;
use ui::banner::Banner;
use ui::skeleton::SkeletonRows;

use super::devices::DeviceBox;
use super::kinds::kinds_about;
use crate::data::device_table;
use crate::data::fleet_log::{self, AskedOf, Matching};
use crate::data::fleet_services;
use crate::data::hub::use_hub;
use crate::data::link::LinkState;
use crate::parts::failed::Failed;
use crate::parts::log_view::{Connection, LogHandle, LogView, place_of};
use crate::routes::fleet_logs::FleetLogs;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;

/// Everything of the page but its being found.
#[component]
pub(super) fn Lines(id: i64, place: Memo<Place>, fleet: Signal<String>) -> impl IntoView {
    let (navigator, now) = (use_navigator(), use_now());
    let wish = Memo::new(move |former: Option<&FleetLogs>| match place.get() {
        Place::Fleet { tab: FleetTab::Logs(wish), .. } => wish,
        _ => former.cloned().unwrap_or_default(),
    });
    let go = Callback::new(move |wish: FleetLogs| navigator.replace(&Place::Fleet { id, tab: FleetTab::Logs(wish) }));
    let table = device_table::of(id);
    let schema = table.with_untracked(|table| table.schema().clone());
    let devices = Memo::new(move |_| wish.with(|wish| wish.devices.clone()));
    let parsed = Memo::new(move |_| devices.with(|text| parse::parse(text, &schema)));
    // While a filter is being written that means nothing yet, the last one holds.
    let filter = Memo::new(move |former| match parsed.get() {
        Ok(filter) => filter,
        Err(_) => former.cloned().unwrap_or_default(),
    });
    let error = Memo::new(move |_| parsed.with(|parsed| parsed.as_ref().err().cloned()));
    let matching = fleet_log::matching(table, filter, now);
    let services = fleet_services::of(id);
    let known = Memo::new(move |_| services.value());
    let lines = Memo::new(move |_| wish.with(|wish| wish.lines.clone()));
    let asked = Memo::new(move |former: Option<&AskedOf>| {
        let wanted = lines.with(|lines| {
            known.with(|known| AskedOf::sources(lines.sources.as_deref(), known.as_deref().unwrap_or_default()))
        });
        // What is asked for already is not asked for less: its lines are there.
        former.map_or_else(|| wanted.clone(), |former| former.with(&wanted))
    });
    let is_known = Memo::new(move |_| matching.with(Option::is_some) && known.with(Option::is_some));
    let body = move || {
        if let Some(failure) = table.failure().get() {
            let (message, request_id) = failure.said();
            return view! { <Failed message request_id on_retry=move |()| table.refetch() /> }.into_any();
        }
        if !is_known.get() {
            return view! { <SkeletonRows label="Looking for the devices" rows=12 row=20 /> }.into_any();
        }
        let asked = asked.get();
        view! { <Followed id asked known matching lines fleet on_lines=move |lines| go.run(FleetLogs { lines, ..wish.get_untracked() }) /> }
            .into_any()
    };
    view! {
        <div class="head"><h1>"Logs"</h1><span class="muted">"of the devices that match, merged by time"</span></div>
        <div class="bar fleet-log-devices">
            <DeviceBox
                table
                query=devices
                error
                matching
                on_query=move |devices| go.run(FleetLogs { devices, ..wish.get_untracked() })
            />
        </div>
        <div class="fleet-log">{body}</div>
    }
}

#[component]
fn Followed(
    id: i64,
    asked: AskedOf,
    known: Memo<Option<Vec<(i64, String)>>>,
    matching: Memo<Option<Matching>>,
    lines: Memo<LogQuery>,
    fleet: Signal<String>,
    #[prop(into)] on_lines: Callback<LogQuery>,
) -> impl IntoView {
    let names = Signal::derive(move || known.get().unwrap_or_default().into_iter().collect::<HashMap<i64, String>>());
    let feed = fleet_log::of(&asked, matching, names);
    if let Some(line) = lines.with_untracked(|lines| lines.line) {
        feed.find(place_of(line));
    }
    let services =
        Signal::derive(move || known.get().unwrap_or_default().into_iter().map(|(_, name)| name).collect::<Vec<_>>());
    let link = use_hub().link();
    let is_empty = Memo::new(move |_| feed.is_empty());
    let is_any_live = Memo::new(move |_| feed.streams.with(|streams| streams.live > 0 || streams.followed == 0));
    let connection = Signal::derive(move || match link.get() {
        LinkState::Lost { .. } => Connection::Lost,
        _ if !is_any_live.get() && is_empty.get() => Connection::Loading,
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
    let kinds = kinds_about(id, matching);
    view! {
        {move || feed.broken.get().map(|why| view! { <Banner inline=true>{why}</Banner> })}
        <LogView log services query=lines on_query=on_lines connection name=fleet is_whole=true kinds />
    }
}
