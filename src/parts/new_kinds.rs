//! Kinds of messages that came with a release, out of the logs of the devices that run it, while these are read and after.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::kinds::{KindDevices, ShownKind, ShownKinds};
use logs::desk::tell::Streams;
use model::device_uuid::DeviceUuid;
use model::figure::{counted, grouped};
use ui::button::{Button, ButtonSize, LinkButton};
use ui::progress::ProgressBar;

use super::log_view::{AskedKind, KindDevicesDialog, kind_amount, kind_mark, kind_words};
use crate::routes::device_list::DeviceList;
use crate::routes::device_tab::DeviceTab;
use crate::routes::fleet_logs::FleetLogs;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;

/// `devices` are those whose logs are read, by the names that their lines are shown by; `how` says what is compared with what.
/// `broken` is why no log can be had at all.
#[component]
pub fn NewKinds(
    fleet: i64,
    release: i64,
    devices: HashMap<String, DeviceUuid>,
    how: String,
    #[prop(into)] kinds: Signal<Option<Arc<ShownKinds>>>,
    #[prop(into)] streams: Signal<Streams>,
    #[prop(into)] broken: Signal<Option<&'static str>>,
    #[prop(into)] kind_devices: Signal<Option<KindDevices>>,
    #[prop(into)] ask: Callback<Ask>,
) -> impl IntoView {
    let total = devices.len() as u64;
    let is_read = Memo::new(move |_| {
        streams.with(is_read) && kinds.with(|kinds| kinds.as_ref().is_some_and(|kinds| kinds.is_whole))
    });
    let asked = RwSignal::new(None::<AskedKind>);
    // Rows stay while their numbers change: the focus may be on one.
    let numbers = Memo::new(move |_| {
        let of = |kinds: &ShownKinds| kinds.kinds.iter().map(|kind| (kinds.run, kind.number)).collect::<Vec<_>>();
        kinds.with(|kinds| kinds.as_deref().map(of)).unwrap_or_default()
    });
    let row = move |(run, number): (u32, Option<u32>)| {
        let kind = Memo::new(move |_| {
            kinds.with(|kinds| kinds.as_ref()?.kinds.iter().find(|kind| kind.number == number).cloned())
        });
        view! { <NewKind fleet release run kind asked /> }
    };
    let progress = move || {
        (!is_read.get()).then(|| {
            let done = streams.with(read_devices);
            let text = format!("Read {} of {}", grouped(done), counted(total, "device", "devices"));
            #[expect(clippy::cast_precision_loss, reason = "devices are few")]
            let share = done as f64 / total.max(1) as f64;
            view! {
                <div class="in" role="status"><p class="small muted tn">{text.clone()}</p><ProgressBar value=Some(share) text /></div>
            }
        })
    };
    let said =
        move || is_read.get().then(|| kinds.with(|kinds| kinds.as_ref().map(|kinds| outcome(kinds, total)))).flatten();
    let refused = move || {
        let broken = broken.get().map(str::to_owned);
        let why = broken.or_else(|| {
            streams.with(|streams| {
                let refused = counted(u64::from(streams.refused), "device", "devices");
                (streams.refused > 0).then(|| {
                    format!("The logs of {refused} could not be read: {}", streams.why.clone().unwrap_or_default())
                })
            })
        });
        why.map(|why| view! { <p class="in fail-t small" role="alert">{why}</p> })
    };
    let href = move |(name, sign): (String, String)| {
        let tab = DeviceTab::Logs(LogQuery::default().with_kind(sign, false));
        Some(Place::Device { uuid: devices.get(&name)?.clone(), tab }.to_string())
    };
    let compared = move || {
        let before = kinds.with(|kinds| kinds.as_ref().map_or(0, |kinds| u64::from(kinds.devices_before)));
        (is_read.get() && before > 0 && before < total).then(|| {
            let compared = counted(before, "device", "devices");
            format!(" Compared on {compared}: of the others no line from before is left.")
        })
    };
    view! {
        {refused}
        {progress}
        {move || said().map(|said| view! { <p class="in muted" role="status">{said}</p> })}
        <ul class="new-kinds" aria-label="New kinds of messages">
            <For each=move || numbers.get() key=|key| *key children=row />
        </ul>
        <p class="in small muted">{how}{compared}</p>
        <KindDevicesDialog asked devices=kind_devices ask href />
    }
}

/// One kind; `kind` is none once it has left the list.
#[component]
fn NewKind(
    fleet: i64,
    release: i64,
    run: u32,
    kind: Memo<Option<ShownKind>>,
    asked: RwSignal<Option<AskedKind>>,
) -> impl IntoView {
    let text = Memo::new(move |_| kind.with(|kind| kind.as_ref().map(|kind| kind.text.clone()).unwrap_or_default()));
    let level = Memo::new(move |_| kind.with(|kind| kind.as_ref().map(|kind| kind.level)));
    let amount = move || kind.with(|kind| kind.as_ref().map(|kind| kind_amount(kind.rows, kind.devices, true)));
    let lines = Memo::new(move |_| {
        let sign = kind.with(|kind| kind.as_ref().and_then(|kind| kind.sign.clone())).unwrap_or_default();
        let lines = LogQuery::default().with_kind(sign, false);
        let devices = DeviceList::running(release).query;
        Place::Fleet { id: fleet, tab: FleetTab::Logs(FleetLogs { devices, lines }) }.to_string()
    });
    let ask = move |()| {
        if let Some(kind) = kind.get_untracked() {
            asked.set(Some(AskedKind { run, kind }));
        }
    };
    view! {
        <li>
            {move || level.get().map(kind_mark)}
            <span class="mono new-kind-text">{move || text.with(|text| kind_words(text))}</span>
            <span class="small muted tn">{amount}</span>
            <Button size=ButtonSize::Small on_press=ask>"Devices…"<span class="sr-only">" of "{text}</span></Button>
            <LinkButton size=ButtonSize::Small href=lines>"Show its lines"<span class="sr-only">" "{text}</span></LinkButton>
        </li>
    }
}

/// Devices whose past is there, or cannot be had.
fn read_devices(streams: &Streams) -> u64 {
    u64::from(streams.live) + u64::from(streams.lost) + u64::from(streams.refused)
}

fn is_read(streams: &Streams) -> bool {
    streams.followed > 0 && read_devices(streams) >= u64::from(streams.followed)
}

/// What came of it.
fn outcome(kinds: &ShownKinds, devices: u64) -> String {
    let of = counted(devices, "device", "devices");
    let lines = counted(u64::from(kinds.rows), "line", "lines");
    let listed = kinds.kinds.len() as u64;
    if kinds.rows == 0 {
        format!("Nothing is written yet by the services of {of}.")
    } else if kinds.devices_before == 0 {
        format!("There is nothing to compare with: none of the {lines} of {of} is from before this release.")
    } else if kinds.news == 0 {
        format!("No new kinds in {lines} of {of}.")
    } else if listed < u64::from(kinds.news) {
        let news = grouped(u64::from(kinds.news));
        format!("{news} new kinds in {lines} of {of}; the {listed} with the most lines are listed.")
    } else {
        format!("{} in {lines} of {of}.", counted(u64::from(kinds.news), "new kind", "new kinds"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_said() {
        let said = |rows, devices_before, news, devices| {
            outcome(&ShownKinds { rows, devices_before, news, is_whole: true, ..ShownKinds::default() }, devices)
        };
        assert_eq!(said(48_000, 90, 0, 120), "No new kinds in 48,000 lines of 120 devices.");
        assert!(said(9, 0, 0, 2).starts_with("There is nothing to compare with"));
        assert_eq!(said(0, 0, 0, 1), "Nothing is written yet by the services of 1 device.");
        assert!(said(9, 1, 7, 1).starts_with("7 new kinds in 9 lines of 1 device; the 0 with"));
    }

    #[test]
    fn logs_are_read_when_each_has_come_or_cannot() {
        let streams = |live, refused| Streams { followed: 3, live, refused, ..Streams::default() };
        assert!(!is_read(&streams(2, 0)) && is_read(&streams(2, 1)) && !is_read(&Streams::default()));
    }
}
