//! One device: header and actions, then summary, log or terminal, each an address.

mod commands;
mod configuration;
mod diagnostics;
mod header;
mod history;
mod identity;
mod logs;
mod pin;
mod place_of;
mod reach;
mod requests;
mod service_names;
mod services;
mod settings;
mod shown;
mod terminal;
mod variables;
mod why;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::device_uuid::DeviceUuid;
use model::why::WayOut;
use ui::skeleton::SkeletonRows;
use ui::tabs::{Tab, Tabs};

use self::configuration::DeviceConfiguration;
use self::diagnostics::DeviceDiagnostics;
use self::header::DeviceHeader;
use self::history::DeviceHistory;
use self::identity::Facts;
use self::logs::DeviceLog;
use self::pin::PinDevice;
use self::requests::Requests;
use self::service_names::service_names;
use self::services::Services;
use self::settings::DeviceSettings;
use self::shown::Shown;
use self::terminal::DeviceTerminal;
use self::variables::DeviceVariables;
use self::why::WhyNot;
use crate::data::device::{self, DeviceData};
use crate::data::failure::Failure;
use crate::data::logs as log_data;
use crate::parts::failed::Failed;
use crate::parts::log_view::place_of;
use crate::parts::missing::Missing;
use crate::routes::device_tab::DeviceTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;
use crate::services::here::{DeviceHere, show_device};
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;
use crate::services::title::set_title;

/// A device.
#[component]
pub fn DevicePage(uuid: DeviceUuid, place: Memo<Place>) -> impl IntoView {
    let data = device::of(uuid.clone());
    let detail = Memo::new(move |_| data.value());
    let shown = Shown::new(detail);
    let tab = Memo::new(move |former: Option<&DeviceTab>| match place.get() {
        Place::Device { tab, .. } => tab,
        _ => former.cloned().unwrap_or(DeviceTab::Summary),
    });
    let short = uuid.short().to_owned();
    set_title(move || {
        let name = shown.read(|detail| detail.device.name.clone()).unwrap_or_else(|| short.clone());
        match tab.get() {
            DeviceTab::Summary => name,
            DeviceTab::Logs(_) => format!("Logs of {name}"),
            DeviceTab::Terminal(_) => format!("Terminal of {name}"),
            tab => format!("{} of {name}", tab.title()),
        }
    });
    show_device(move || {
        shown.read(|detail| DeviceHere {
            name: detail.device.name.clone(),
            fleet: detail.fleet.as_ref().map(|fleet| fleet.id),
        })
    });
    let is_known = Memo::new(move |_| detail.with(Option::is_some));
    move || {
        if is_known.get() {
            view! { <Known uuid=uuid.clone() shown tab /> }.into_any()
        } else {
            unknown(data, &uuid).into_any()
        }
    }
}

fn unknown(data: DeviceData, uuid: &DeviceUuid) -> impl IntoView + use<> {
    let short = uuid.short().to_owned();
    match data.failure() {
        Some(Failure::NotFound { .. }) => view! { <Missing what="device" name=short /> }.into_any(),
        Some(failure) => {
            let id = failure.request_id().map(str::to_owned);
            view! {
                <div class="head"><h1>{short}</h1></div>
                <div class="page">
                    <Failed message=failure.to_string() request_id=id on_retry=move |()| data.refetch() />
                </div>
            }
            .into_any()
        }
        None => view! {
            <div class="head"><h1 class="faint">{short}</h1></div>
            <div class="page"><SkeletonRows label="The device is loading" rows=10 /></div>
        }
        .into_any(),
    }
}

#[component]
fn Known(uuid: DeviceUuid, shown: Shown, tab: Memo<DeviceTab>) -> impl IntoView {
    let navigator = use_navigator();
    let requests = Requests::new(uuid.clone(), shown);
    let is_pinning = RwSignal::new(false);
    let is_asking_why = RwSignal::new(false);
    // A line that the address points at when the page opens is asked for with what came before it.
    let line = tab.with_untracked(|tab| if let DeviceTab::Logs(query) = tab { query.line } else { None });
    let feed = log_data::of(uuid.clone(), line.map(place_of), service_names(shown));

    let to = {
        let uuid = uuid.clone();
        move |tab: DeviceTab| Place::Device { uuid: uuid.clone(), tab }
    };
    let go_to_terminal = {
        let to = to.clone();
        Callback::new(move |target| {
            // What was pressed lets go of the focus, so that the shell takes it when it is there.
            if let Some(active) =
                document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = active.blur();
            }
            navigator.go(&to(DeviceTab::Terminal(target)));
        })
    };
    commands::register(shown, requests, is_pinning, go_to_terminal);
    use_shortcut("t", "Open a terminal on the device", move || go_to_terminal.run(None));
    let tabs = {
        let to = to.clone();
        Signal::derive(move || {
            let tab = |tab: DeviceTab| Tab {
                id: tab.id().to_owned(),
                label: tab.title().to_owned(),
                href: to(tab).to_string(),
                count: None,
            };
            vec![
                tab(DeviceTab::Summary),
                tab(DeviceTab::Logs(LogQuery::default())),
                tab(DeviceTab::Terminal(None)),
                tab(DeviceTab::Variables),
                tab(DeviceTab::Configuration),
                tab(DeviceTab::Diagnostics),
                tab(DeviceTab::History(None)),
                tab(DeviceTab::Settings),
            ]
        })
    };
    let current = Memo::new(move |_| tab.with(|tab| tab.id().to_owned()));
    let log_of = {
        let to = to.clone();
        Callback::new(move |name: String| to(DeviceTab::Logs(LogQuery::only(name))).to_string())
    };
    let elsewhere = {
        let to = to.clone();
        Callback::new(move |way: WayOut| match way {
            WayOut::ChooseRelease => is_pinning.set(true),
            WayOut::OpenTerminal => go_to_terminal.run(None),
            WayOut::ShowLogs => navigator.go(&to(DeviceTab::Logs(LogQuery::default()))),
            WayOut::OverrideLock | WayOut::CheckForUpdate => {}
        })
    };
    // Parts that are a page of their own: built when they are opened.
    let part = {
        let uuid = uuid.clone();
        move || {
            let uuid = uuid.clone();
            let part = match current.get().as_str() {
                "variables" => view! { <DeviceVariables shown /> }.into_any(),
                "configuration" => view! { <DeviceConfiguration shown /> }.into_any(),
                "diagnostics" => view! { <DeviceDiagnostics uuid shown /> }.into_any(),
                "history" => view! { <DeviceHistory uuid shown tab /> }.into_any(),
                "settings" => view! { <DeviceSettings uuid shown requests is_pinning /> }.into_any(),
                _ => return None,
            };
            Some(view! { <div class="device-part">{part}</div> }.into_any())
        }
    };
    view! {
        <DeviceHeader shown requests is_pinning go_to_terminal />
        <Tabs label="Device" tabs current />
        <div class="device-body" data-tab=current>
            <Facts uuid=uuid.clone() shown requests />
            <div class="device-work">
                {move || is_asking_why.get().then(|| view! { <WhyNot shown requests open=is_asking_why on_way_out=elsewhere /> })}
                <Services shown requests log_of go_to_terminal is_asking_why />
            </div>
            <DeviceLog uuid=uuid.clone() shown feed tab />
            <DeviceTerminal uuid shown tab go_to_terminal />
            {part}
        </div>
        <PinDevice shown open=is_pinning />
    }
}
