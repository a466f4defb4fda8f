//! All fleets, as cards or as a table, with what their devices come to.

mod create;
mod figures;
mod order;
mod table;

use leptos::html;
use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::fleet::{Fleet, StatusCounts};
use model::rights::Right;
use ui::button::{Button, ButtonKind};
use ui::code::CommandLine;
use ui::empty_state::EmptyState;
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::kbd::Kbd;
use ui::segmented::{Choice, Segmented};
use ui::skeleton::SkeletonRows;

use self::create::CreateFleet;
use self::figures::AllFigures;
use self::order::ordered;
use self::table::FleetTable;
use crate::data::fleets::use_fleets;
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::parts::fleet_card::FleetCard;
use crate::routes::fleet_list::{FleetList, FleetOrder, FleetView};
use crate::routes::place::Place;
use crate::services::kept::{keep, kept};
use crate::services::navigation::use_navigator;
use crate::services::shortcuts::use_shortcut;
use crate::services::title::set_title;

/// More fleets than this are a table until somebody wants cards.
const MOST_CARDS: usize = 24;
/// So many cards are drawn before one asks for more.
const CARDS_AT_ONCE: usize = 60;
/// Where the choice of cards or table is kept.
const KEPT_VIEW: &str = "fleets.view";

/// The fleets.
#[component]
pub fn FleetsPage(place: Memo<Place>) -> impl IntoView {
    set_title(|| "Fleets".to_owned());
    let (fleets, navigator) = (use_fleets(), use_navigator());
    let all = fleets.list();
    let asked = Memo::new(move |former: Option<&FleetList>| match place.get() {
        Place::Fleets(list) => list,
        // On the way out the page keeps what it shows.
        _ => former.cloned().unwrap_or_default(),
    });
    let count = Memo::new(move |_| all.with(|list| list.as_ref().map(Vec::len)));
    let total = Memo::new(move |_| {
        all.with(|list| {
            list.as_ref().map(|list| list.iter().fold(StatusCounts::default(), |sum, fleet| sum.plus(&fleet.devices)))
        })
    });
    let kept_view = RwSignal::new(kept(KEPT_VIEW).and_then(|word| FleetView::from_word(&word)));
    let view = Memo::new(move |_| {
        let by_count = if count.get().unwrap_or(0) > MOST_CARDS { FleetView::Table } else { FleetView::Cards };
        asked.get().view.or_else(|| kept_view.get()).unwrap_or(by_count)
    });
    let is_pointed_at = RwSignal::new(false);
    let shown = Memo::new(move |former: Option<&(FleetList, Vec<Fleet>)>| {
        let asked = asked.get();
        let found = all.with(|list| ordered(list.as_deref().unwrap_or_default(), &asked.text, asked.order));
        match former {
            // Nothing moves under the pointer: the order holds until it is gone, the contents do not.
            Some((before, rows)) if is_pointed_at.get() && before.text == asked.text && before.order == asked.order => {
                (asked, keep_order(rows, found))
            }
            _ => (asked, found),
        }
    });
    let rows = Signal::derive(move || shown.with(|(_, rows)| rows.clone()));
    let is_creating = RwSignal::new(false);
    let refusal = use_rights().refusal(None, Right::CreateFleet);
    let search = NodeRef::<html::Input>::new();
    use_shortcut("/", "Filter fleets", move || {
        if let Some(search) = search.get_untracked() {
            let _ = search.focus();
        }
    });
    use_shortcut("c", "New fleet", move || {
        if refusal.get_untracked().is_none() {
            is_creating.set(true);
        }
    });
    let go = move |change: &dyn Fn(&mut FleetList)| {
        let mut list = asked.get_untracked();
        change(&mut list);
        navigator.replace(&Place::Fleets(list));
    };
    let content = move || match count.get() {
        None => match fleets.failure() {
            Some(failure) => {
                let id = failure.request_id().map(str::to_owned);
                view! { <div class="in-page"><Failed message=failure.to_string() request_id=id on_retry=move |()| fleets.refetch() /></div> }
                    .into_any()
            }
            None => view! { <div class="in-page"><SkeletonRows label="Fleets are loading" rows=4 row=110 /></div> }
                .into_any(),
        },
        Some(0) => view! { <NoFleets is_creating refusal /> }.into_any(),
        Some(_) => view! {
            <div class="bar fleets-bar">
                <div class="filter-text">
                    <SearchField
                        label="Filter fleets"
                        value=Signal::derive(move || asked.get().text)
                        on_input=move |text: String| go(&|list| list.text.clone_from(&text))
                        node_ref=search
                    />
                </div>
                <span class="push"></span>
                <Segmented
                    label="Order"
                    choices=vec![
                        Choice::new(FleetOrder::Worst, "Worst first"),
                        Choice::new(FleetOrder::Name, "Name"),
                        Choice::new(FleetOrder::Size, "Size"),
                    ]
                    value=Signal::derive(move || asked.get().order)
                    on_change=move |order| go(&|list| list.order = order)
                />
                <Segmented
                    label="View"
                    choices=vec![Choice::new(FleetView::Cards, "Cards"), Choice::new(FleetView::Table, "Table")]
                    value=view
                    on_change=move |view: FleetView| {
                        keep(KEPT_VIEW, view.word());
                        kept_view.set(Some(view));
                        go(&|list| list.view = Some(view));
                    }
                />
            </div>
            <Found
                rows
                view
                is_pointed_at
                on_clear=move |()| go(&|list| list.text.clear())
                text=Signal::derive(move || asked.get().text)
            />
        }
        .into_any(),
    };
    view! {
        <div class="head">
            <h1>"Fleets"</h1>
            <span class="muted">{move || count.get().map(|count| grouped(count as u64))}</span>
            <div class="actions">
                <Button kind=ButtonKind::Ink shortcut="C" disabled=refusal on_press=move |()| is_creating.set(true)>
                    "New fleet"
                </Button>
            </div>
        </div>
        <div class="fleets-figures"><AllFigures total /></div>
        {content}
        <div class="foot">
            <span role="status">
                {move || {
                    let (all, found) = (count.get()?, rows.with(Vec::len));
                    let fleets = counted(all as u64, "fleet", "fleets");
                    let fleets = if found == all { fleets } else { format!("{} of {fleets}", grouped(found as u64)) };
                    Some(format!("{fleets} · {}", counted(total.get()?.total(), "device", "devices")))
                }}
            </span>
            <div class="keys">
                <span><Kbd keys="/" />"filter"</span>
                <span><Kbd keys="C" />"new fleet"</span>
                <span><Kbd keys="?" />"keys"</span>
            </div>
        </div>
        <CreateFleet open=is_creating />
    }
}

/// The fleets that were there in the order they were in, then the new ones.
fn keep_order(before: &[Fleet], found: Vec<Fleet>) -> Vec<Fleet> {
    let place = |fleet: &Fleet| before.iter().position(|other| other.id == fleet.id).unwrap_or(usize::MAX);
    let mut found = found;
    found.sort_by_cached_key(place);
    found
}

#[component]
fn Found(
    rows: Signal<Vec<Fleet>>,
    view: Memo<FleetView>,
    is_pointed_at: RwSignal<bool>,
    text: Signal<String>,
    #[prop(into)] on_clear: Callback<()>,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let list = move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    glyph=Glyph::Search
                    title="No fleet matches"
                    actions=move || view! { <Button on_press=on_clear>"Clear the filter"</Button> }
                >
                    {move || format!("No name, device type or release has “{}” in it.", text.get())}
                </EmptyState>
            }
            .into_any();
        }
        match view.get() {
            FleetView::Table => view! { <FleetTable fleets=rows /> }.into_any(),
            FleetView::Cards => view! { <Cards rows /> }.into_any(),
        }
    };
    view! {
        <div
            class="fleets-found"
            on:pointerenter=move |event| is_pointed_at.set(event.pointer_type() == "mouse")
            on:pointerleave=move |_| is_pointed_at.set(false)
        >
            {list}
        </div>
    }
}

#[component]
fn Cards(rows: Signal<Vec<Fleet>>) -> impl IntoView {
    let most = RwSignal::new(CARDS_AT_ONCE);
    let ids =
        Memo::new(move |_| rows.with(|rows| rows.iter().take(most.get()).map(|fleet| fleet.id).collect::<Vec<_>>()));
    let more = Memo::new(move |_| rows.with(Vec::len).saturating_sub(most.get()));
    view! {
        <div class="in-page cards-place">
            <ul class="fleet-cards" aria-label="Fleets">
                <For each=move || ids.get() key=|id| *id let:id>
                    <OneFleet rows id />
                </For>
            </ul>
            {move || {
                (more.get() > 0)
                    .then(|| {
                        let next = more.get().min(CARDS_AT_ONCE);
                        let words = format!("Show {next} more of {}", grouped(more.get() as u64));
                        view! { <Button on_press=move |()| most.update(|most| *most += CARDS_AT_ONCE)>{words}</Button> }
                    })
            }}
        </div>
    }
}

/// One card, fed from the list so that it changes in place.
#[component]
fn OneFleet(rows: Signal<Vec<Fleet>>, id: i64) -> impl IntoView {
    let fleet = Memo::new(move |former: Option<&Option<Fleet>>| {
        let now = rows.with(|rows| rows.iter().find(|fleet| fleet.id == id).cloned());
        now.or_else(|| former.cloned().flatten())
    });
    fleet.with_untracked(Clone::clone).map(|first| {
        let fleet = Signal::derive(move || fleet.get().unwrap_or_else(|| first.clone()));
        view! { <FleetCard fleet /> }
    })
}

#[component]
fn NoFleets(is_creating: RwSignal<bool>, refusal: Signal<Option<String>>) -> impl IntoView {
    view! {
        <EmptyState
            glyph=Glyph::Fleets
            title="No fleet yet"
            actions=move || {
                view! {
                    <Button kind=ButtonKind::Ink shortcut="C" disabled=refusal on_press=move |()| is_creating.set(true)>
                        "New fleet"
                    </Button>
                    <CommandLine command="balena fleet create my-fleet --type raspberrypi4-64" />
                }
            }
        >
            "A fleet is a group of devices of one architecture that run the same release. Make one, push a release to it, then add devices: they appear here as they boot."
        </EmptyState>
    }
}
