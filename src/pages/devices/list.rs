//! The list with all that stands around it: filter, groups, columns, selection, and the map as its second lens.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use std::collections::HashSet;

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::rights::Right;
use table::table::Table;
use ui::button::{Button, ButtonKind, ButtonSize, LinkButton};
use ui::empty_state::EmptyState;
use ui::grid::{Across, Column, Direction, Grid, Narrow, Rows, Selection, Sort, SortPress};
use ui::icon::Glyph;
use ui::segmented::{Choice, Segmented};
use ui::skeleton::SkeletonRows;

use super::bar::SelectionBar;
use super::builder::{Editing, FilterDialog};
use super::bulk::Bulk;
use super::cells;
use super::chips::Chips;
use super::choose_columns::ChooseColumns;
use super::columns;
use super::export::Export;
use super::foot::Foot;
use super::group_by::GroupBy;
use super::heads;
use super::item::{Item, Key};
use super::map::MapLens;
use super::query_bar::QueryBar;
use super::selected::Selected;
use super::shown::{self, Shown};
use super::views::Views;
use crate::data::device_table::{self, DeviceTable, Reading};
use crate::data::failure::Failure;
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::routes::device_list::{DeviceList, Lens};
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;

/// The devices of a fleet, called `fleet`.
#[component]
pub(super) fn Listed(id: i64, place: Memo<Place>, fleet: Signal<String>) -> impl IntoView {
    let (navigator, now) = (use_navigator(), use_now());
    let table = device_table::of(id);
    let list = Memo::new(move |former: Option<&DeviceList>| match place.get() {
        Place::Fleet { tab: FleetTab::Devices(list), .. } => list,
        _ => former.cloned().unwrap_or_default(),
    });
    let go = Callback::new(move |list: DeviceList| navigator.replace(&Place::devices_as(id, list)));
    let shown = shown::follow(table, list, now);
    let editing = RwSignal::new(None::<Editing>);
    let range = RwSignal::new((0, 0));

    let selection = Selection::<Key>::with_all(move || shown.keys());
    // "All that match" is said of one filter; with another it is another wish.
    Effect::new(move |former: Option<String>| {
        let query = list.with(|list| list.query.clone());
        if former.is_some_and(|former| former != query) && selection.all.get_untracked() {
            selection.clear();
        }
        query
    });
    let chosen = move || {
        if selection.all.get_untracked() {
            return shown.keys();
        }
        let held = selection.chosen.get_untracked();
        // In the order of the list; what the filter hides by now stays chosen, behind.
        let mut keys: Vec<Key> = shown.keys().into_iter().filter(|key| held.contains(key)).collect();
        let seen: HashSet<&Key> = keys.iter().collect();
        let hidden: Vec<Key> = held.iter().filter(|key| !seen.contains(key)).cloned().collect();
        keys.extend(hidden);
        keys
    };
    let devices = Callback::new(move |()| {
        let ids = chosen().into_iter().filter_map(|key| match key {
            Key::Device(id) => Some(id),
            Key::Group(_) => None,
        });
        ids.filter_map(|id| table.device(id)).collect::<Vec<_>>()
    });
    let selected = Signal::derive(move || {
        let all = selection.all.get();
        let count = if all { shown.matching() } else { selection.chosen.with(HashSet::len) };
        (count > 0).then(|| Selected { count, matching: all.then(|| list.with(|list| list.query.clone())), devices })
    });
    let is_choosing = Signal::derive(move || selected.with(Option::is_some));
    let exported = Signal::derive(move || {
        selected.with(|selected| selected.as_ref().filter(|selected| selected.matching.is_none()).map(|_| chosen()))
    });

    let refusal = use_rights().refusal(Some(id), Right::AddDevices);
    let add = move || {
        if refusal.get().is_some() {
            view! { <Button disabled=refusal>"Add device"</Button> }.into_any()
        } else {
            let href = Place::Fleet { id, tab: FleetTab::AddDevice }.to_string();
            view! { <LinkButton href kind=ButtonKind::Ink shortcut="C">"Add device"</LinkButton> }.into_any()
        }
    };
    use_shortcut("c", "Add a device", move || {
        if refusal.get_untracked().is_none() {
            navigator.go(&Place::Fleet { id, tab: FleetTab::AddDevice });
        }
    });
    let lens = Signal::derive(move || list.with(|list| list.lens));
    let changed = move || {
        (shown.waiting.get() > 0).then(|| {
            view! {
                <Button size=ButtonSize::Small icon=Glyph::Refresh on_press=move |()| shown.show()>
                    {move || format!("{} changed, show", grouped(shown.waiting.get() as u64))}
                </Button>
            }
        })
    };
    view! {
        <div class="head">
            <h1>"Devices"</h1>
            <span class="muted tn">{move || shown.total().map(|total| grouped(total as u64))}</span>
            <div class="actions">
                <Views fleet=id list go />
                <Export shown list chosen=exported fleet />
                {add}
            </div>
        </div>
        <div class="bar list-bar" role="search" aria-label="Filter devices">
            <QueryBar shown list go on_run=move |()| focus_list() />
            <GroupBy shown list go />
            <ChooseColumns shown list go />
            <Segmented
                label="Look at the devices as"
                choices=vec![Choice::new(Lens::Table, "Table"), Choice::new(Lens::Map, "Map")]
                value=lens
                on_change=move |lens: Lens| go.run(DeviceList { lens, ..list.get_untracked() })
            />
        </div>
        <div class="bar chip-bar">
            <Chips shown list go on_edit=Callback::new(move |what| editing.set(Some(what))) />
            {changed}
        </div>
        <p class="sr-only" role="status">
            {move || list.with(DeviceList::narrows).then(|| {
                counted(shown.matching() as u64, "device matches", "devices match")
            })}
        </p>
        <div class="grid-place">
            <Body id shown list go selection range table />
        </div>
        <SelectionBar selected on_clear=move |()| selection.clear()>
            <Bulk fleet=id selected />
        </SelectionBar>
        <Foot shown range is_choosing all=selection.all.into() on_all=Callback::new(move |()| selection.choose_all()) />
        <FilterDialog shown list go editing />
    }
}

#[component]
fn Body(
    id: i64,
    shown: Shown,
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    selection: Selection<Key>,
    range: RwSignal<(usize, usize)>,
    table: DeviceTable,
) -> impl IntoView {
    let stage = Memo::new(move |_| {
        let total = table.with(Table::len);
        let is_read = table.reading().get() == Reading::Whole;
        match (total, is_read) {
            (0, false) if table.failure().with(Option::is_some) => Stage::Failed,
            (0, false) => Stage::Loading,
            (0, true) => Stage::Empty,
            _ if shown.matching() == 0 && is_read => Stage::Filtered,
            _ if list.with(|list| list.lens == Lens::Map) => Stage::Map,
            _ => Stage::Table,
        }
    });
    move || match stage.get() {
        Stage::Failed => failed(table).into_any(),
        Stage::Loading => {
            view! { <div class="in-page"><SkeletonRows label="Devices are loading" rows=12 /></div> }.into_any()
        }
        Stage::Empty => {
            let href = Place::Fleet { id, tab: FleetTab::AddDevice }.to_string();
            let add = move || view! { <LinkButton href=href.clone()>"Add device"</LinkButton> };
            view! {
                <EmptyState glyph=Glyph::Device title="No device yet" actions=add>
                    "Devices that are provisioned with this fleet's key appear here by themselves."
                </EmptyState>
            }
            .into_any()
        }
        Stage::Filtered => {
            let clear = move || {
                view! { <Button on_press=move |()| go.run(list.with_untracked(DeviceList::cleared))>"Clear filters"</Button> }
            };
            view! {
                <EmptyState glyph=Glyph::Filter title="No device matches" actions=clear>
                    "No device of this fleet matches "
                    <span class="mono"><bdi>{move || list.with(|list| list.query.clone())}</bdi></span>
                    "."
                </EmptyState>
            }
            .into_any()
        }
        Stage::Map => view! { <MapLens shown /> }.into_any(),
        Stage::Table => view! { <Lines id shown list go selection range /> }.into_any(),
    }
}

/// What stands in the place of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Failed,
    Loading,
    Empty,
    Filtered,
    Map,
    Table,
}

#[component]
fn Lines(
    id: i64,
    shown: Shown,
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    selection: Selection<Key>,
    range: RwSignal<(usize, usize)>,
) -> impl IntoView {
    let navigator = use_navigator();
    let words = Memo::new(move |_| list.with(|list| columns::words(&list.columns)));
    let columns = Signal::derive(move || {
        words.with(|words| {
            words.iter().filter_map(|word| columns::column(word, shown, id)).collect::<Vec<Column<Item>>>()
        })
    });
    let sort = Signal::derive(move || {
        let direction = |is_descending| if is_descending { Direction::Descending } else { Direction::Ascending };
        let keys = list.with(|list| {
            list.sort
                .iter()
                .map(|key| Sort { column: key.field.clone(), direction: direction(key.is_descending) })
                .collect::<Vec<_>>()
        });
        if keys.is_empty() { vec![Sort { column: "name".to_owned(), direction: Direction::Ascending }] } else { keys }
    });
    let sorted = move |press: SortPress| {
        go.run(list.with_untracked(|list| {
            // The order by name that nobody asked for is turned round like one that somebody did.
            let is_plain = list.sort.is_empty() && press.column == "name";
            let base = if is_plain { list.sorted_by("name", false) } else { list.clone() };
            base.sorted_by(&press.column, press.is_added)
        }));
    };
    let open = move |key: Key| match key {
        Key::Device(id) => {
            if let Some(device) = shown.table.device(id) {
                navigator.go(&Place::device(device.uuid));
            }
        }
        Key::Group(value) => shown.fold_other(value),
    };
    let choose_group = Callback::new(move |key: Key| {
        let Key::Group(value) = key else { return };
        let keys = shown.keys_of(value.as_deref());
        let is_whole = untrack(|| keys.iter().all(|key| selection.holds(key)));
        if is_whole {
            for key in keys {
                selection.set(key, false);
            }
        } else {
            selection.extend(keys);
        }
    });
    let now = shown.now();
    view! {
        <Grid
            label="Devices"
            columns
            rows=Rows::new(Signal::derive(move || shown.lines()), move |at| shown.line(at))
            key=Item::key
            narrow=Narrow::new(64, move |item| cells::narrow(item, now))
            across=Across::new(Item::is_open, move |item| heads::head(item, choose_group))
            on_across=choose_group
            on_fold=move |(key, is_open): (Key, bool)| {
                if let Key::Group(value) = key {
                    shown.fold(value, is_open);
                }
            }
            sort
            on_sort=sorted
            on_open=open
            selection
            on_all=move |is_on: bool| if is_on { selection.choose_all() } else { selection.clear() }
            name=Item::name
            dim=Item::is_dim
            in_sight=range
        />
    }
}

fn failed(table: DeviceTable) -> impl IntoView {
    let failure = table.failure().get_untracked().unwrap_or(Failure::Offline);
    let request = failure.request_id().map(str::to_owned);
    view! {
        <div class="in-page">
            <Failed message=failure.to_string() request_id=request on_retry=move |()| table.refetch() />
        </div>
    }
}

/// The keys of the list again.
fn focus_list() {
    use leptos::wasm_bindgen::JsCast as _;
    let row = document().query_selector(".grid [role=row][tabindex='0']").ok().flatten();
    if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A row that is gone takes no focus.
        let _ = row.focus();
    }
}
