//! What changed on a device, and who did it.

use leptos::prelude::*;
use model::device_event::Half;
use model::device_uuid::DeviceUuid;
use ui::button::Button;
use ui::empty_state::EmptyState;
use ui::icon::Glyph;
use ui::segmented::{Choice, Segmented};
use ui::skeleton::SkeletonRows;

use super::shown::Shown;
use crate::data::device_past;
use crate::data::failure::Failure;
use crate::parts::event_list::EventList;
use crate::parts::failed::Failed;
use crate::routes::device_tab::DeviceTab;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;

/// What changed on a device, and who did it. Which half shows stands in the address.
#[component]
pub(super) fn DeviceHistory(uuid: DeviceUuid, shown: Shown, tab: Memo<DeviceTab>) -> impl IntoView {
    let (navigator, now) = (use_navigator(), use_now());
    let half = Memo::new(move |former: Option<&Option<Half>>| match tab.get() {
        DeviceTab::History(half) => half,
        _ => former.copied().flatten(),
    });
    let id = shown.memo(|detail| detail.device.id);
    let past = device_past::history(uuid.clone(), id.into(), half.into());
    let choices = vec![
        Choice::new(None, "Everything"),
        Choice::new(Some(Half::Done), "What people did"),
        Choice::new(Some(Half::State), "What it went through"),
    ];
    let choose = move |half: Option<Half>| {
        navigator.replace(&Place::Device { uuid: uuid.clone(), tab: DeviceTab::History(half) });
    };
    let body = move || match (past.events(), past.failure()) {
        (Some(events), _) if events.is_empty() => view! {
            <EmptyState glyph=Glyph::Info title="Nothing has happened yet">
                "What is changed on this device, and what it goes through, is listed here with who did it."
            </EmptyState>
        }
        .into_any(),
        (Some(_), _) => {
            let events = Signal::derive(move || past.events().unwrap_or_default());
            view! {
                <EventList events now />
                {move || past.has_more().then(|| view! {
                    <p class="events-more">
                        <Button busy=past.older().pending() on_press=move |()| past.load_older()>"Show older"</Button>
                        {move || past.older().failure().map(|failure| view! {
                            <span class="fail-t" role="alert">{failure.to_string()}</span>
                        })}
                    </p>
                })}
            }
            .into_any()
        }
        // A balena API has no such route.
        (None, Some(Failure::NotFound { .. } | Failure::Refused { .. })) => view! {
            <EmptyState glyph=Glyph::Info title="This server keeps no history">
                "The balena API does not record who changed what. A Binnacle server does."
            </EmptyState>
        }
        .into_any(),
        (None, Some(failure)) => {
            let id = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=id on_retry=move |()| past.retry() /> }.into_any()
        }
        (None, None) => view! { <SkeletonRows label="The history is loading" rows=8 /> }.into_any(),
    };
    view! {
        <div class="bar">
            <h2>"History"</h2>
            <Segmented label="Show" choices value=half on_change=choose />
            <span class="push"></span>
            <span class="small muted">"The last 500 of each kind are kept"</span>
        </div>
        <div class="in-page">{body}</div>
    }
}
