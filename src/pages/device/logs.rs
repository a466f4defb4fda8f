//! The device's log, in the summary and as a tab of its own; what is filtered stands in the address.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use ui::banner::Banner;

use super::shown::Shown;
use crate::data::hub::use_hub;
use crate::data::link::LinkState;
use crate::data::logs::{LogFeed, LogLink};
use crate::parts::log_view::{Connection, LogView, filter_of, query_of};
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
    let filter = Signal::derive(move || query.with(filter_of));
    let services = shown.memo(|detail| detail.services.iter().map(|service| service.name.clone()).collect::<Vec<_>>());
    let name = shown.memo(|detail| detail.device.name.clone());
    let is_connected = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let link = use_hub().link();
    let is_empty = Memo::new(move |_| feed.is_empty());
    let connection = Signal::derive(move || match (link.get(), feed.link.get()) {
        (LinkState::Lost { .. }, _) | (_, LogLink::Lost) => Connection::Lost,
        _ if is_connected.get() == Some(false) => Connection::DeviceOffline,
        (_, LogLink::Loading) if is_empty.get() => Connection::Loading,
        _ => Connection::Live,
    });
    let refused = Memo::new(move |_| match feed.link.get() {
        LogLink::Refused(why) => Some(why),
        LogLink::Loading | LogLink::Live | LogLink::Lost => None,
    });
    view! {
        <div class="device-logs">
            {move || refused.get().map(|why| view! { <Banner inline=true>{why}</Banner> })}
            <LogView
                log=feed.log
                services=Signal::derive(move || services.get().unwrap_or_default())
                filter
                on_filter=move |filter| {
                    let query = query_of(&filter);
                    if matches!(tab.get_untracked(), DeviceTab::Logs(_)) {
                        navigator.replace(&Place::Device { uuid: uuid.clone(), tab: DeviceTab::Logs(query) });
                    } else {
                        own.set(query);
                    }
                }
                connection
                name=Signal::derive(move || name.get().unwrap_or_default())
            />
        </div>
    }
}
