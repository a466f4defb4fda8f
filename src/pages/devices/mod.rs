//! A fleet's devices: filtered and ordered by the address, changed in place, never moved under the pointer.

mod bar;
mod bulk;
mod order;
pub mod selected;

use std::collections::HashSet;

use leptos::prelude::*;
use model::device::Device;
use model::device_status::DeviceStatus;
use model::figure::{counted, grouped};
use model::timestamp::Timestamp;
use ui::button::{Button, ButtonSize, LinkButton};
use ui::chip::{FilterChip, ToggleChip};
use ui::empty_state::EmptyState;
use ui::field::SearchField;
use ui::grid::Selection;
use ui::icon::Glyph;
use ui::kbd::Kbd;
use ui::skeleton::SkeletonRows;
use ui::state_mark::StateMark;

use self::bar::SelectionBar;
use self::bulk::Bulk;
use self::selected::Selected;
use crate::data::devices::{self, Devices};
use crate::data::failure::Failure;
use crate::data::fleets::{Found, use_fleets};
use crate::parts::device_grid::DeviceGrid;
use crate::parts::device_state::{hue_of, shape_of};
use crate::parts::failed::Failed;
use crate::parts::missing::Missing;
use crate::routes::device_list::{DeviceList, SortBy};
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;
use crate::services::title::set_title;

/// A fleet's devices.
#[component]
pub fn DevicesPage(id: i64, place: Memo<Place>) -> impl IntoView {
    let found = use_fleets().one(id);
    set_title(move || match found.get() {
        Found::There(fleet) => format!("Devices of {}", fleet.name),
        Found::Unknown | Found::Missing => "Devices".to_owned(),
    });
    let is_missing = Memo::new(move |_| found.with(|found| *found == Found::Missing));
    move || {
        if is_missing.get() {
            view! { <Missing what="fleet" name=id.to_string() /> }.into_any()
        } else {
            view! { <Listed id place /> }.into_any()
        }
    }
}

#[component]
fn Listed(id: i64, place: Memo<Place>) -> impl IntoView {
    let (navigator, now) = (use_navigator(), use_now());
    let devices = devices::of(id);
    let list = Memo::new(move |former: Option<&DeviceList>| match place.get() {
        Place::Fleet { tab: FleetTab::Devices(list), .. } => list,
        _ => former.cloned().unwrap_or_default(),
    });
    let go = Callback::new(move |list: DeviceList| navigator.replace(&Place::devices_as(id, list)));

    // What is shown and in which order is decided when the person asks for it, or a device comes or goes; a value that
    // changes in between changes in its place.
    let fresh = Memo::new(move |_| {
        let moment = Timestamp::from_millis(now.get_untracked());
        devices.with(|held| held.value().map(|devices| order::ids(devices, &list.get(), moment)))
    });
    let all = Memo::new(move |_| devices.with(|held| held.value().map(|devices| order::members(devices))));
    let asked = RwSignal::new(0_u32);
    let shown_ids = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody has read follows nothing yet.
        list.with(|_| ());
        all.with(|_| ());
        asked.track();
        fresh.get_untracked()
    });
    let changed = Memo::new(move |_| match (fresh.get(), shown_ids.get()) {
        (Some(fresh), Some(shown)) => order::differences(&fresh, &shown),
        _ => 0,
    });
    let rows = Memo::new(move |_| {
        let ids = shown_ids.get().unwrap_or_default();
        devices.with(|held| order::pick(held.value().map_or(&[], Vec::as_slice), &ids))
    });
    let total = Memo::new(move |_| devices.with(|held| held.value().map(Vec::len)));
    let stage = Memo::new(move |_| {
        let is_empty = shown_ids.with(|ids| ids.as_ref().map(Vec::is_empty));
        (total.get(), is_empty, devices.with(|held| held.failure().is_some()))
    });

    let selection = Selection::with_all(move || shown_ids.get_untracked().unwrap_or_default());
    let chosen_devices = Callback::new(move |()| {
        let ids = shown_ids.get_untracked().unwrap_or_default();
        let rows = devices.with_untracked(|held| order::pick(held.value().map_or(&[], Vec::as_slice), &ids));
        let is_chosen = |device: &Device| untrack(|| selection.holds(&device.id));
        rows.into_iter().filter(is_chosen).collect::<Vec<_>>()
    });
    let selected = Signal::derive(move || {
        let all = selection.all.get();
        let count = if all {
            shown_ids.with(|ids| ids.as_ref().map_or(0, Vec::len))
        } else {
            selection.chosen.with(HashSet::len)
        };
        (count > 0).then(|| Selected {
            count,
            matching: all.then(|| list.with(|list| list.text.clone())),
            devices: chosen_devices,
        })
    });

    let body = move || match stage.get() {
        (None, _, true) => failed(devices).into_any(),
        (None, ..) => {
            view! { <div class="in-page"><SkeletonRows label="Devices are loading" rows=12 /></div> }.into_any()
        }
        (Some(0), ..) => view! {
            <EmptyState glyph=Glyph::Device title="No device yet">
                "Devices that are provisioned with this fleet's key appear here by themselves."
            </EmptyState>
        }
        .into_any(),
        (_, Some(true), _) => {
            let clear = move || view! { <Button on_press=move |()| go.run(list.with_untracked(DeviceList::cleared))>"Clear filters"</Button> };
            view! {
                <EmptyState glyph=Glyph::Filter title="No device matches" actions=clear>
                    {move || order::sentence(&list.get())}
                </EmptyState>
            }
            .into_any()
        }
        _ => view! {
            <DeviceGrid
                devices=rows
                sort=Signal::derive(move || list.with(|list| (list.sort, list.is_descending)))
                on_sort=move |(sort, is_descending): (SortBy, bool)| {
                    go.run(DeviceList { sort, is_descending, ..list.get_untracked() });
                }
                selection
                on_open=move |device: Device| navigator.go(&Place::device(device.uuid))
                now
            />
        }
        .into_any(),
    };
    let adding = Place::Fleet { id, tab: FleetTab::AddDevice };
    let to_adding = adding.clone();
    use_shortcut("c", "Add a device", move || navigator.go(&to_adding));
    view! {
        <div class="head">
            <h1>"Devices"</h1>
            <span class="muted tn">{move || total.get().map(|total| grouped(total as u64))}</span>
            <div class="actions">
                <LinkButton href=adding.to_string() icon=Glyph::Plus shortcut="C">"Add device"</LinkButton>
            </div>
        </div>
        <Filters list go devices changed on_show=move |()| asked.update(|asked| *asked += 1) />
        <div class="grid-place">{body}</div>
        <SelectionBar selected on_clear=move |()| selection.clear()>
            <Bulk fleet=id selected />
        </SelectionBar>
        <div class="foot">
            <span>{move || order::foot(shown_ids.with(|ids| ids.as_ref().map(Vec::len)), total.get())}</span>
            <div class="keys">
                <span><Kbd keys="J" /><Kbd keys="K" />"move"</span>
                <span><Kbd keys="X" />"select"</span>
                <span><Kbd keys="↵" />"open"</span>
                <span><Kbd keys="?" />"keys"</span>
            </div>
        </div>
    }
}

fn failed(devices: Devices) -> impl IntoView {
    let failure = devices.with_untracked(|held| held.failure().cloned()).unwrap_or(Failure::Offline);
    let request = failure.request_id().map(str::to_owned);
    view! {
        <div class="in-page">
            <Failed message=failure.to_string() request_id=request on_retry=move |()| devices.refetch() />
        </div>
    }
}

#[component]
fn Filters(
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    devices: Devices,
    changed: Memo<usize>,
    #[prop(into)] on_show: Callback<()>,
) -> impl IntoView {
    let text = Signal::derive(move || list.with(|list| list.text.clone()));
    let chip = move |status: DeviceStatus| {
        let count = Memo::new(move |_| {
            devices.with(|held| {
                held.value().map(|devices| devices.iter().filter(|device| device.status == status).count())
            })
        });
        // A state that no device is in and that is not asked for is no help.
        let is_shown =
            Memo::new(move |_| count.get().unwrap_or(0) > 0 || list.with(|list| list.states.contains(&status)));
        let pressed = Signal::derive(move || list.with(|list| list.states.contains(&status)));
        let words = Signal::derive(move || count.get().map(|count| grouped(count as u64)));
        move || {
            is_shown.get().then(|| {
                view! {
                    <ToggleChip
                        pressed
                        on_toggle=move |_: bool| go.run(list.with_untracked(|list| list.toggled(status)))
                        count=words
                    >
                        <StateMark tone=hue_of(status.tone()) shape=shape_of(status) />
                        {status.label()}
                    </ToggleChip>
                }
            })
        }
    };
    let chips = DeviceStatus::ALL.map(|status| chip(status).into_any()).into_iter().collect_view();
    let release = move || {
        let id = list.with(|list| list.release)?;
        let label = move || {
            devices.with(|held| {
                let running = held
                    .value()?
                    .iter()
                    .find_map(|device| device.running.clone().filter(|running| running.id == id))?;
                Some(running.label)
            })
        };
        let value = Signal::derive(move || label().unwrap_or_else(|| format!("release {id}")));
        Some(view! {
            <FilterChip
                key="Release"
                operator="is"
                value
                on_remove=move |()| go.run(DeviceList { release: None, ..list.get_untracked() })
            />
        })
    };
    let show = move || {
        (changed.get() > 0).then(|| {
            view! {
                <Button size=ButtonSize::Small icon=Glyph::Refresh on_press=on_show>
                    {move || format!("{} changed, show", grouped(changed.get() as u64))}
                </Button>
            }
        })
    };
    view! {
        <div class="bar" role="search" aria-label="Filter devices">
            <div class="filter-text">
                <SearchField
                    label="Filter by name"
                    placeholder="Filter by name"
                    value=text
                    on_input=move |text| go.run(DeviceList { text, ..list.get_untracked() })
                    small=true
                />
            </div>
            {release}
            {chips}
            <span class="push"></span>
            {show}
        </div>
        <p class="sr-only" role="status">
            {move || list.with(DeviceList::narrows).then(|| counted(
                devices.with(|held| held.value().map_or(0, |devices| order::ids(devices, &list.get(), Timestamp::from_millis(0)).len())) as u64,
                "device matches",
                "devices match",
            ))}
        </p>
    }
}
