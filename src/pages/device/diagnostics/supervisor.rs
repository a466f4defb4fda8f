//! What the supervisor holds beside what it should hold: as a difference, and whole as JSON.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::code::CodeBlock;
use ui::copy_text::CopyButton;
use ui::diff::Diff;
use ui::relative_time::RelativeTime;
use ui::segmented::{Choice, Segmented};
use ui::skeleton::SkeletonRows;

use crate::data::diagnostics::{SupervisorState, supervisor_state};
use crate::parts::failed::Failed;
use crate::services::clock::use_now;

/// What is shown of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Difference,
    Current,
    Target,
}

/// The card of the supervisor's state.
#[component]
pub(super) fn SupervisorCard(
    uuid: DeviceUuid,
    is_online: Signal<bool>,
    refusal: Signal<Option<String>>,
) -> impl IntoView {
    let state = supervisor_state(uuid, is_online);
    let side = RwSignal::new(Side::Difference);
    let now = use_now();
    let part = move |read: fn(&SupervisorState) -> String| {
        Signal::derive(move || state.with(|held| held.value().map(read)).unwrap_or_default())
    };
    let (current, target) = (part(|state| state.current.clone()), part(|state| state.target.clone()));
    let before = part(|state| state.current_lines.join("\n"));
    let after = part(|state| state.target_lines.join("\n"));
    let at = Signal::derive(move || state.with(|held| held.value().map(|state| state.at)));
    let is_known = Memo::new(move |_| state.with(|held| held.value().is_some()));
    let failure = Memo::new(move |_| state.failure());
    let choices = vec![
        Choice::new(Side::Difference, "Difference"),
        Choice::new(Side::Current, "Current"),
        Choice::new(Side::Target, "Target"),
    ];
    let choices = StoredValue::new(choices);
    let shown = move || match side.get() {
        Side::Difference => view! {
            <Diff
                label="Supervisor state, current beside target"
                before
                after
                before_name="Current"
                after_name="Target"
            />
        }
        .into_any(),
        Side::Current => json(current, "Copy the current state").into_any(),
        Side::Target => json(target, "Copy the target state").into_any(),
    };
    let body = move || {
        if let Some(failure) = failure.get() {
            let id = failure.request_id().map(str::to_owned);
            return view! {
                <div class="in">
                    <Failed message=failure.to_string() request_id=id on_retry=move |()| state.refetch() />
                </div>
            }
            .into_any();
        }
        match (is_known.get(), refusal.get()) {
            (true, _) => view! { <div class="in supervisor-state">{shown}</div> }.into_any(),
            (false, Some(why)) => view! { <p class="in muted small">{why}</p> }.into_any(),
            (false, None) => {
                view! { <div class="in"><SkeletonRows label="The supervisor is asked" rows=5 /></div> }.into_any()
            }
        }
    };
    let aside = move || {
        at.get().is_some().then(|| {
            view! {
                <span class="small faint nowrap"><RelativeTime at now suffix=" ago" /></span>
            }
        })
    };
    let actions = move || {
        view! {
            {move || is_known.get().then(|| view! {
                <Segmented label="State shown" choices=choices.get_value() value=side on_change=move |chosen| side.set(chosen) />
            })}
            <Button size=ButtonSize::Small disabled=refusal on_press=move |()| state.refetch()>"Read again"</Button>
        }
    };
    view! { <Card title="Supervisor state" aside actions>{body}</Card> }
}

fn json(text: Signal<String>, label: &'static str) -> impl IntoView {
    view! {
        <div class="json-head"><span class="push"></span><CopyButton text label /></div>
        <div class="report-text"><CodeBlock text /></div>
    }
}
