//! The cells of the list: each follows its own value and nothing else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::action::DeviceAction;
use model::device::Device;
use model::figure::{UNKNOWN, percent, used_of};
use model::heartbeat::HeartbeatState;
use model::rights::Right;
use model::timestamp::Timestamp;
use table::schema::{Kind, Path, Unit};
use table::table::Table;
use ui::announcer::use_announcer;
use ui::copy_text::CopyText;
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::relative_time::RelativeTime;
use ui::tag::Tag;

use super::item::Item;
use super::shown::Shown;
use crate::data::actions::use_actions;
use crate::data::device_table::fields::{self, SEEN_NOW};
use crate::data::rights::use_rights;
use crate::parts::device_state::DeviceState;
use crate::parts::release_arrow::ReleaseArrow;
use crate::routes::place::Place;

/// So many tags are shown in a row; the rest is counted.
const TAGS: usize = 3;

fn memo<T: Clone + PartialEq + Send + Sync + 'static>(item: Signal<Item>, read: fn(&Device) -> T) -> Memo<Option<T>> {
    Memo::new(move |_| item.with(|item| item.device().map(read)))
}

fn text(item: Signal<Item>, read: fn(&Device) -> Option<String>) -> AnyView {
    let text = memo(item, read);
    view! { <span class="cut">{move || text.get().flatten().unwrap_or_else(|| UNKNOWN.to_owned())}</span> }.into_any()
}

pub(super) fn name(item: Signal<Item>) -> AnyView {
    let name = memo(item, |device| device.name.clone());
    let href = memo(item, |device| Place::device(device.uuid.clone()).to_string());
    view! { <a class="strong cut" href=href tabindex="-1" title=name><bdi>{name}</bdi></a> }.into_any()
}

pub(super) fn uuid(item: Signal<Item>) -> AnyView {
    let uuid = memo(item, |device| device.uuid.to_string());
    let whole = Signal::derive(move || uuid.get().unwrap_or_default());
    let short = Signal::derive(move || uuid.get().map(|uuid| uuid.chars().take(7).collect::<String>()));
    view! { <CopyText text=whole label="Copy UUID" shown=short /> }.into_any()
}

pub(super) fn state(item: Signal<Item>) -> AnyView {
    let status = memo(item, |device| device.status);
    let progress = memo(item, |device| device.progress);
    let status = Signal::derive(move || status.get().unwrap_or(model::device_status::DeviceStatus::Inactive));
    view! { <DeviceState status progress=Signal::derive(move || progress.get().flatten()) /> }.into_any()
}

pub(super) fn release(item: Signal<Item>) -> AnyView {
    let running = memo(item, |device| device.running.clone());
    let target = memo(item, |device| device.target.clone());
    let pinned = memo(item, |device| device.pinned.is_some());
    view! {
        <ReleaseArrow
            running=Signal::derive(move || running.get().flatten())
            target=Signal::derive(move || target.get().flatten())
            is_pinned=Signal::derive(move || pinned.get().unwrap_or_default())
        />
    }
    .into_any()
}

pub(super) fn target(item: Signal<Item>) -> AnyView {
    let target = memo(item, |device| (device.target.clone(), device.pinned.is_some()));
    let label = move || target.get().and_then(|(target, _)| Some(target?.label)).unwrap_or_else(|| UNKNOWN.to_owned());
    let is_pinned = move || target.get().is_some_and(|(_, is_pinned)| is_pinned);
    view! {
        <span class="rel">
            {label}
            {move || is_pinned().then(|| view! { <Icon glyph=Glyph::Pin size=12 /><span class="sr-only">"pinned"</span> })}
        </span>
    }
    .into_any()
}

/// Both links as marks, and the bulb that lets the device be seen.
pub(super) fn link(item: Signal<Item>, fleet: i64) -> AnyView {
    let links = memo(item, |device| (device.heartbeat, device.is_connected_to_vpn));
    let links = move || links.get().unwrap_or((HeartbeatState::Unknown, false));
    let heartbeat_class = move || match links().0 {
        HeartbeatState::Online => "sig",
        HeartbeatState::Timeout => "sig late",
        HeartbeatState::Offline | HeartbeatState::Unknown => "sig no",
    };
    let words = move || {
        let (heartbeat, is_linked) = links();
        format!("Heartbeat {}, Cloudlink {}", heartbeat.as_str(), if is_linked { "up" } else { "down" })
    };
    let (actions, announcer) = (use_actions(), use_announcer());
    let refusal = use_rights().refusal(Some(fleet), Right::CommandDevices);
    let disabled = Signal::derive(move || {
        refusal.get().or_else(|| (!links().1).then(|| "The device is not connected".to_owned()))
    });
    let label = Signal::derive(move || format!("Identify {}", item.with(Item::name)));
    let blink = move |()| {
        let Some(device) = item.with_untracked(|item| item.device().cloned()) else { return };
        spawn_local(async move {
            let said = match actions.device(DeviceAction::Identify, device.uuid, fleet, false).await {
                Ok(()) => format!("{} blinks", device.name),
                Err(failure) => failure.to_string(),
            };
            announcer.say(said);
        });
    };
    view! {
        <span class="links" title=words>
            <span class=heartbeat_class><Icon glyph=Glyph::Heartbeat /></span>
            <span class=move || if links().1 { "sig" } else { "sig no" }><Icon glyph=Glyph::Cloud /></span>
            <span class="sr-only">{words}</span>
        </span>
        <IconButton glyph=Glyph::Bulb label disabled on_press=blink />
    }
    .into_any()
}

pub(super) fn tags(item: Signal<Item>) -> AnyView {
    let tags = memo(item, |device| device.tags.clone());
    (move || {
        let tags = tags.get().unwrap_or_default();
        let more = tags.len().saturating_sub(TAGS);
        let all = tags.iter().map(model::device::Tag::label).collect::<Vec<_>>().join(", ");
        let shown = tags.into_iter().take(TAGS).map(|tag| view! { <Tag>{tag.label()}</Tag> }).collect_view();
        view! {
            <span class="tags cut" title=all>{shown}</span>
            {(more > 0).then(|| view! { <span class="small muted">{format!("+{more}")}</span> })}
        }
    })
    .into_any()
}

pub(super) fn os(item: Signal<Item>) -> AnyView {
    view! {
        <span class="mono cut">
            {text(item, |device| Some(device.os_version.as_ref()?.trim_start_matches("balenaOS ").to_owned()))}
        </span>
    }
    .into_any()
}

pub(super) fn memory(item: Signal<Item>) -> AnyView {
    text(item, |device| Some(used_of(device.metrics.memory_used?, device.metrics.memory_total?)))
}

pub(super) fn storage(item: Signal<Item>) -> AnyView {
    text(item, |device| Some(used_of(device.metrics.storage_used?, device.metrics.storage_total?)))
}

pub(super) fn seen(item: Signal<Item>, now: Signal<i64>) -> AnyView {
    let at = Signal::derive(move || {
        let now = now.get();
        let seen = item.with(|item| item.device().and_then(|device| device.last_seen(Timestamp::from_millis(now))));
        seen.map(Timestamp::millis)
    });
    view! { <RelativeTime at now /> }.into_any()
}

/// Any other value: as text, a moment as how long ago.
pub(super) fn plain(item: Signal<Item>, path: Path, shown: Shown) -> AnyView {
    let id = memo(item, |device| device.id);
    let kind = shown.table.with_untracked(|table| table.schema().kind_of(&path));
    if kind == Kind::Time {
        let at = Memo::new(move |_| shown.table.with(|table| table.moment(table.row_of(id.get()?)?, path.field)));
        let now = shown.now();
        return view! { <RelativeTime at now suffix=" ago" /> }.into_any();
    }
    let is_mono = matches!(kind, Kind::Version) || [fields::IP, fields::MAC, fields::PUBLIC_IP].contains(&path.field);
    let words = Memo::new(move |_| {
        shown.table.with(|table| words(table, table.row_of(id.get()?)?, &path)).filter(|words| !words.is_empty())
    });
    let words = move || words.get().unwrap_or_else(|| UNKNOWN.to_owned());
    view! { <span class="cut" class:mono=is_mono title=words><bdi>{words}</bdi></span> }.into_any()
}

/// A value in words, as a cell shows it.
pub(super) fn words(table: &Table, row: u32, path: &Path) -> Option<String> {
    match table.schema().kind_of(path) {
        Kind::Number(unit) => {
            let number = table.number(row, path.field)?;
            Some(match unit {
                Unit::Percent => percent(number),
                Unit::Celsius => format!("{number:.0} °C"),
                Unit::Megabytes => format!("{number:.0} MB"),
                Unit::Plain => number.to_string(),
            })
        }
        Kind::Choice(choices) => {
            let word = table.text(row, path.field)?;
            Some(choices.iter().find(|choice| choice.word == word).map_or(word, |choice| choice.label).to_owned())
        }
        Kind::Time => {
            table.moment(row, path.field).filter(|at| *at < SEEN_NOW).map(|at| Timestamp::from_millis(at).to_string())
        }
        Kind::Tags => None,
        Kind::Word if path.key.is_some() => table.tag(row, path).map(str::to_owned),
        Kind::Text | Kind::Word | Kind::Version => table.text(row, path.field).map(str::to_owned),
    }
}

/// Two lines under 768 px: name and when it was seen, state and release.
pub(super) fn narrow(item: Signal<Item>, now: Signal<i64>) -> AnyView {
    view! {
        <div class="m-row">
            {name(item)}
            <span class="small muted">{seen(item, now)}</span>
            {state(item)}
            {release(item)}
        </div>
    }
    .into_any()
}
