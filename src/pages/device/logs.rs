//! The device's log, in the summary and as a tab of its own; what is filtered stands in the address.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use ui::banner::Banner;

use super::shown::Shown;
use crate::data::hub::use_hub;
use crate::data::link::LinkState;
use crate::data::logs::LogFeed;
use crate::parts::log_view::{Connection, LogHandle, LogView};
use crate::routes::device_tab::DeviceTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;

/// The log.
#[component]
pub(super) fn DeviceLog(uuid: DeviceUuid, shown: Shown, feed: LogFeed, tab: Memo<DeviceTab>) -> impl IntoView {
    let navigator = use_navigator();
    // In the summary the filter is only the panel's; as a tab it is the address's.
    let own = RwSignal::new(LogQuery::default());
    let query = Memo::new(move |former: Option<&LogQuery>| match tab.get() {
        DeviceTab::Logs(query) => query,
        DeviceTab::Summary => own.get(),
        _ => former.cloned().unwrap_or_default(),
    });
    let services = shown.memo(|detail| detail.services.iter().map(|service| service.name.clone()).collect::<Vec<_>>());
    let name = shown.memo(|detail| detail.device.name.clone());
    let is_connected = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let link = use_hub().link();
    let is_empty = Memo::new(move |_| feed.is_empty());
    let stands = Memo::new(move |_| feed.streams.with(|streams| (streams.live > 0, streams.lost > 0)));
    let connection = Signal::derive(move || match (link.get(), stands.get()) {
        (LinkState::Lost { .. }, _) | (_, (_, true)) => Connection::Lost,
        // Also of a device that is away: that it wrote nothing is known once its past has been read.
        (_, (false, _)) if is_empty.get() => Connection::Loading,
        _ if is_connected.get() == Some(false) => Connection::DeviceOffline,
        _ => Connection::Live,
    });
    let refused = Memo::new(move |_| {
        let broken = feed.broken.get().map(str::to_owned);
        broken.or_else(|| feed.streams.with(|streams| streams.why.clone().filter(|_| streams.refused > 0)))
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
    view! {
        <div class="device-logs">
            {move || refused.get().map(|why| view! { <Banner inline=true>{why}</Banner> })}
            <LogView
                log
                services=Signal::derive(move || services.get().unwrap_or_default())
                query
                on_query=move |query| {
                    if matches!(tab.get_untracked(), DeviceTab::Logs(_)) {
                        navigator.replace(&Place::Device { uuid: uuid.clone(), tab: DeviceTab::Logs(query) });
                    } else {
                        own.set(query);
                    }
                }
                connection
                name=Signal::derive(move || name.get().unwrap_or_default())
                is_whole=Signal::derive(move || matches!(tab.get(), DeviceTab::Logs(_)))
            />
        </div>
    }
}
