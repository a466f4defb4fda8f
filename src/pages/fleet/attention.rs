//! The devices somebody should look at, worst first, with the reason and the way to where one acts.

use leptos::prelude::*;
use model::attention::{Concern, Place as Act};
use model::device_status::DeviceStatus;
use model::figure::grouped;
use model::service_status::Tone as ModelTone;
use model::timestamp::Timestamp;
use query::remote::Remote;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::state_mark::{Shape, StateLabel};

use crate::data::attention::{Attention, Troubled};
use crate::data::failure::Failure;
use crate::parts::device_state::hue_of;
use crate::parts::failed::Failed;
use crate::routes::device_list::DeviceList;
use crate::routes::device_tab::DeviceTab;
use crate::routes::log_query::LogQuery;
use crate::routes::place::Place;

/// So many are shown before one asks for more.
const SHOWN: usize = 8;

/// The list; none is said, not hidden.
#[component]
pub(super) fn AttentionCard(id: i64, attention: Remote<Attention, Failure>, now: Signal<i64>) -> impl IntoView {
    let is_whole = RwSignal::new(false);
    let total = Memo::new(move |_| attention.with(|held| held.value().map(|found| found.total)));
    let known = Memo::new(move |_| attention.with(|held| held.value().map_or(0, |found| found.devices.len())));
    let rows = Memo::new(move |_| {
        let most = if is_whole.get() { usize::MAX } else { SHOWN };
        attention.with(|held| held.value().map(|found| found.devices.iter().take(most).cloned().collect::<Vec<_>>()))
    });
    let failed = move || {
        attention.failure().map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <div class="in"><Failed message=failure.to_string() request_id=request on_retry=move |()| attention.refetch() /></div> }
        })
    };
    let list = move || match rows.get() {
        None if attention.failure().is_some() => ().into_any(),
        None => view! { <div class="in"><SkeletonRows label="Looking for devices that need attention" rows=4 /></div> }
            .into_any(),
        Some(rows) if rows.is_empty() => {
            view! { <p class="in small muted">"Nothing: every device is where it should be."</p> }.into_any()
        }
        Some(rows) => {
            let rows = rows.into_iter().map(|device| row(device, now)).collect_view();
            view! { <ul aria-label="Devices that need attention">{rows}</ul> }.into_any()
        }
    };
    let more = move || {
        let (known, total) = (known.get(), total.get()?);
        if known <= SHOWN {
            return None;
        }
        if !is_whole.get() {
            let words = format!("Show {} more", grouped((known - SHOWN) as u64));
            return Some(view! { <div class="in"><Button size=ButtonSize::Small on_press=move |()| is_whole.set(true)>{words}</Button></div> }.into_any());
        }
        let beyond = total.saturating_sub(known as u64);
        (beyond > 0).then(|| {
            let words = format!("{} more, of which these are the worst. ", grouped(beyond));
            let states = [DeviceStatus::ReducedFunctionality, DeviceStatus::Disconnected, DeviceStatus::Updating];
            let href = Place::devices_as(id, DeviceList::in_states(states)).to_string();
            view! { <p class="in small muted">{words}<a class="link" href=href>"See the device list"</a></p> }
                .into_any()
        })
    };
    view! {
        <Card title="Needs attention" aside=move || view! { <span class="faint">{move || total.get().map(grouped)}</span> }>
            {failed}
            {list}
            {more}
        </Card>
    }
    .into_any()
}

fn row(device: Troubled, now: Signal<i64>) -> impl IntoView {
    let Troubled { uuid, name, concerns } = device;
    let others = concerns.len().saturating_sub(1);
    concerns.into_iter().next().map(|Concern { reason, why, since, act }| {
        let tab = match act {
            Act::Summary => DeviceTab::Summary,
            Act::Logs(None) => DeviceTab::Logs(LogQuery::default()),
            Act::Logs(Some(service)) => DeviceTab::Logs(LogQuery::only(service)),
            Act::Diagnostics => DeviceTab::Diagnostics,
            Act::Settings => DeviceTab::Settings,
        };
        let href = Place::Device { uuid, tab }.to_string();
        let shape = match reason.tone() {
            ModelTone::Fail => Shape::Square,
            ModelTone::Idle => Shape::Ring,
            _ if reason == model::attention::Reason::UpdateHeld => Shape::Padlock,
            _ => Shape::Triangle,
        };
        let more = (others > 0).then(|| format!(" · and {others} more"));
        let title = why.clone();
        view! {
            <li class="attention">
                <StateLabel tone=hue_of(reason.tone()) shape>{reason.label()}</StateLabel>
                <a class="strong cut" href=href><bdi>{name}</bdi></a>
                <span class="muted cut" title=title><bdi>{why}</bdi>{more}</span>
                <span class="num muted tn"><RelativeTime at=Signal::stored(since.map(Timestamp::millis)) now /></span>
            </li>
        }
    })
}
