//! What a bulk action will do to how many, before anything is sent (components.md §10, “Bulk preview”).

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::bulk::action::BulkAction;
use model::bulk::plan::Plan;
use model::bulk::verdict::{Choice, Reason};
use model::figure::{counted, grouped};
use model::same_as::written::SameAs;
use ui::key_figure::{KeyFigure, KeyFigures};
use ui::progress::{BarHeight, Fill, Segment, StackedBar};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::held::{Chosen, HeldTable};
use crate::parts::same_as::SameAsLines;

/// How many of the selection are how far from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Outcome {
    now: usize,
    already: usize,
    later: usize,
    skipped: usize,
}

fn outcome(plan: &Plan, chosen: &BTreeMap<Reason, Choice>) -> Outcome {
    let skipped = plan.skipped(chosen);
    let held: usize = plan.held.values().map(Vec::len).sum();
    Outcome { now: plan.now.len(), already: plan.already.len(), later: held - skipped, skipped }
}

/// The preview. `requests` says how it is sent ("12, one for each device"); `same` is the first request elsewhere.
#[component]
pub fn BulkPreview(
    action: Memo<Option<BulkAction>>,
    plan: Memo<Option<Plan>>,
    chosen: Chosen,
    #[prop(into)] requests: Signal<Option<(usize, String)>>,
    #[prop(into)] same: Signal<Option<SameAs>>,
    #[prop(into)] on_download: Callback<()>,
) -> impl IntoView {
    let counts = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().map(|plan| chosen.with(|chosen| outcome(plan, chosen)))).unwrap_or_default()
    });
    let parts = [
        (Tone::Busy, Shape::Arc, "start now"),
        (Tone::Ok, Shape::Disc, "so already"),
        (Tone::Warn, Shape::Triangle, "asked all the same, or later"),
        (Tone::Idle, Shape::Ring, "skipped"),
    ];
    let numbers = move || {
        let counts = counts.get();
        [counts.now, counts.already, counts.later, counts.skipped]
    };
    let segments = Signal::derive(move || {
        let segment = |(count, (tone, ..)): (usize, (Tone, Shape, &str))| Segment {
            fill: Fill::State(tone),
            count: count as u64,
        };
        numbers().into_iter().zip(parts).map(segment).collect::<Vec<_>>()
    });
    let words = Signal::derive(move || {
        let shown = numbers().into_iter().zip(parts).filter(|(count, _)| *count > 0);
        shown.map(|(count, (.., word))| format!("{} {word}", grouped(count as u64))).collect::<Vec<_>>().join(", ")
    });
    let legend = move || {
        numbers()
            .into_iter()
            .zip(parts)
            .filter(|(count, _)| *count > 0)
            .map(|(count, (tone, shape, word))| {
                view! { <StateLabel tone shape>{format!("{} {word}", grouped(count as u64))}</StateLabel> }
            })
            .collect_view()
    };
    let sent = move || counts.with(|counts| counts.now + counts.later);
    let number = move |read: fn(&BulkAction) -> bool| {
        Signal::derive(move || {
            let is = action.with(|action| action.as_ref().is_some_and(read));
            Some(grouped(if is { sent() as u64 } else { 0 }))
        })
    };
    let lines = move || {
        let same = same.get()?;
        let note = counted(sent() as u64, "device", "devices");
        Some(
            view! {
                <details class="same-as-more">
                    <summary class="small muted">{format!("The same as API call, SDK and CLI, for the first of {note}")}</summary>
                    <SameAsLines same=Signal::stored(same) />
                </details>
            }
            .into_any(),
        )
    };
    let is_known = Memo::new(move |_| plan.with(Option::is_some));
    let body = move || {
        view! {
            <div class="bulk-preview">
                <p class="muted">{move || action.with(|action| action.as_ref().map(BulkAction::consequence))}</p>
                <div>
                    <StackedBar segments label=words height=BarHeight::H8 />
                    <div class="legend" role="status">{legend}</div>
                </div>
                <KeyFigures>
                    <KeyFigure
                        label="Devices"
                        value=Signal::derive(move || Some(grouped(sent() as u64)))
                        note=Signal::derive(|| Some("are sent it".to_owned()))
                    />
                    <KeyFigure
                        label="Restarts"
                        value=number(BulkAction::restarts_services)
                        note=Signal::derive(|| Some("of services".to_owned()))
                    />
                    <KeyFigure
                        label="Reboots"
                        value=number(|action| matches!(action, BulkAction::Reboot | BulkAction::SetOs(_)))
                        note=Signal::derive(|| Some("of devices".to_owned()))
                    />
                    <KeyFigure
                        label="Requests"
                        value=Signal::derive(move || requests.get().map(|(count, _)| grouped(count as u64)))
                        note=Signal::derive(move || requests.get().map(|(_, words)| words))
                    />
                </KeyFigures>
                <HeldTable plan chosen on_download />
                {lines}
            </div>
        }
        .into_any()
    };
    move || is_known.get().then(body)
}
