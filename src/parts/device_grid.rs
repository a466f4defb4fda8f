//! The devices of a fleet as a windowed grid.

use leptos::prelude::*;
use model::device::Device;
use model::device_status::DeviceStatus;
use model::figure::{UNKNOWN, percent, used_of};
use model::timestamp::Timestamp;
use ui::grid::{Column, Direction, Grid, Narrow, Selection, Sort, SortPress, Width};
use ui::icon::{Glyph, Icon};
use ui::relative_time::RelativeTime;
use ui::tag::Tag;

use super::device_state::DeviceState;
use super::release_arrow::ReleaseArrow;
use crate::routes::device_list::SortBy;
use crate::routes::place::Place;

/// So many tags are shown in a row; the rest is counted.
const TAGS: usize = 3;

/// The grid. Rows are as they are given: whoever gives them decides on filter and order.
#[component]
pub fn DeviceGrid(
    #[prop(into)] devices: Memo<Vec<Device>>,
    #[prop(into)] sort: Signal<(SortBy, bool)>,
    #[prop(into)] on_sort: Callback<(SortBy, bool)>,
    selection: Selection<i64>,
    #[prop(into)] on_open: Callback<Device>,
    #[prop(into)] now: Signal<i64>,
) -> impl IntoView {
    let shown_sort = Signal::derive(move || {
        let (by, is_descending) = sort.get();
        let direction = if is_descending { Direction::Descending } else { Direction::Ascending };
        vec![Sort { column: by.word().to_owned(), direction }]
    });
    let sorted = move |press: SortPress| {
        if let Some(by) = SortBy::from_word(&press.column) {
            let now = sort.get_untracked();
            on_sort.run((by, now == (by, false)));
        }
    };
    let open = move |id: i64| {
        if let Some(device) = devices.with_untracked(|devices| devices.iter().find(|device| device.id == id).cloned()) {
            on_open.run(device);
        }
    };
    view! {
        <Grid
            label="Devices"
            columns=columns(now)
            rows=devices
            key=|device: &Device| device.id
            narrow=Narrow::new(64, narrow)
            sort=shown_sort
            on_sort=sorted
            on_open=open
            selection
            on_all=move |on: bool| if on { selection.choose_all() } else { selection.clear() }
            name=|device: &Device| device.name.clone()
            dim=|device: &Device| device.status == DeviceStatus::Inactive
        />
    }
}

fn memo<T: Clone + PartialEq + Send + Sync + 'static>(device: Signal<Device>, read: fn(&Device) -> T) -> Memo<T> {
    Memo::new(move |_| device.with(read))
}

fn name_cell(device: Signal<Device>) -> impl IntoView {
    let name = memo(device, |device| device.name.clone());
    let href = memo(device, |device| Place::device(device.uuid.clone()).to_string());
    view! { <a class="strong cut" href=href tabindex="-1">{name}</a> }
}

fn state_cell(device: Signal<Device>) -> impl IntoView {
    view! { <DeviceState status=memo(device, |device| device.status) progress=memo(device, |device| device.progress) /> }
}

fn release_cell(device: Signal<Device>) -> impl IntoView {
    view! {
        <ReleaseArrow
            running=memo(device, |device| device.running.clone())
            target=memo(device, |device| device.target.clone())
            is_pinned=memo(device, |device| device.pinned.is_some())
        />
    }
}

fn link_cell(device: Signal<Device>) -> impl IntoView {
    use model::heartbeat::HeartbeatState;
    let heartbeat = memo(device, |device| device.heartbeat);
    let is_linked = memo(device, |device| device.is_connected_to_vpn);
    let heartbeat_class = move || match heartbeat.get() {
        HeartbeatState::Online => "sig",
        HeartbeatState::Timeout => "sig late",
        HeartbeatState::Offline | HeartbeatState::Unknown => "sig no",
    };
    let words = move || {
        format!("Heartbeat {}, Cloudlink {}", heartbeat.get().as_str(), if is_linked.get() { "up" } else { "down" })
    };
    view! {
        <span class="links" title=words>
            <span class=heartbeat_class><Icon glyph=Glyph::Heartbeat /></span>
            <span class=move || if is_linked.get() { "sig" } else { "sig no" }><Icon glyph=Glyph::Cloud /></span>
            <span class="sr-only">{words}</span>
        </span>
    }
}

fn tags_cell(device: Signal<Device>) -> impl IntoView {
    let tags = memo(device, |device| device.tags.clone());
    move || {
        let tags = tags.get();
        let more = tags.len().saturating_sub(TAGS);
        let shown = tags.into_iter().take(TAGS).map(|tag| view! { <Tag>{tag.label()}</Tag> }).collect_view();
        view! {
            {shown}
            {(more > 0).then(|| view! { <span class="small muted">{format!(" +{more}")}</span> })}
        }
    }
}

fn text_cell(device: Signal<Device>, read: fn(&Device) -> Option<String>) -> impl IntoView {
    let text = memo(device, read);
    move || text.get().unwrap_or_else(|| UNKNOWN.to_owned())
}

fn columns(now: Signal<i64>) -> Vec<Column<Device>> {
    let seen = move |device: Signal<Device>| {
        let at = Signal::derive(move || {
            device.with(|device| device.last_seen(Timestamp::from_millis(now.get())).map(Timestamp::millis))
        });
        view! { <RelativeTime at now /> }
    };
    vec![
        Column::new(SortBy::Name.word(), "Name", Width::Share(3, 120), name_cell).sortable(),
        Column::new(SortBy::State.word(), "State", Width::Px(168), state_cell).sortable(),
        Column::new("link", "Link", Width::Px(68), link_cell),
        Column::new(SortBy::Release.word(), "Release", Width::Share(3, 132), release_cell).sortable(),
        Column::new(SortBy::DeviceType.word(), "Type", Width::Share(3, 110), |device| {
            let text = text_cell(device, |device| device.device_type.clone());
            view! { <span class="cut">{text}</span> }
        })
        .sortable(),
        Column::new("tags", "Tags", Width::Share(3, 96), tags_cell),
        Column::new(SortBy::HostOs.word(), "Host OS", Width::Share(2, 90), |device| {
            let text = text_cell(device, |device| {
                Some(device.os_version.as_ref()?.trim_start_matches("balenaOS ").to_owned())
            });
            view! { <span class="mono cut">{text}</span> }
        })
        .sortable(),
        Column::new(SortBy::Cpu.word(), "CPU", Width::Px(64), |device| {
            text_cell(device, |device| device.metrics.cpu_percent.map(percent))
        })
        .numeric()
        .sortable(),
        Column::new(SortBy::Memory.word(), "Memory", Width::Px(120), |device| {
            text_cell(device, |device| Some(used_of(device.metrics.memory_used?, device.metrics.memory_total?)))
        })
        .numeric()
        .sortable(),
        Column::new(SortBy::LastSeen.word(), "Last seen", Width::Px(92), seen).numeric().sortable(),
    ]
}

/// Two lines under 768 px: name and state, release and type.
fn narrow(device: Signal<Device>) -> impl IntoView {
    view! {
        <div class="m-row">
            {name_cell(device)}
            {state_cell(device)}
            {release_cell(device)}
            <span class="small muted cut">{text_cell(device, |device| device.device_type.clone())}</span>
        </div>
    }
}
