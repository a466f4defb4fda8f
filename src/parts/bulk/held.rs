//! The table “Cannot, or not now”: devices by reason, and a choice for each.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::bulk::plan::{Plan, choice};
use model::bulk::verdict::{Choice, Reason};
use model::figure::grouped;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::select::{Select, SelectOption};
use ui::state_mark::{Shape, StateMark};
use ui::table::{Density, Head, Table};
use ui::tone::Tone;

/// What was chosen about each reason.
pub type Chosen = RwSignal<BTreeMap<Reason, Choice>>;

const fn mark(reason: Reason) -> (Tone, Shape) {
    match reason {
        Reason::Locked => (Tone::Warn, Shape::Padlock),
        Reason::Connected => (Tone::Warn, Shape::Triangle),
        Reason::Pending | Reason::Offline => (Tone::Idle, Shape::Ring),
        Reason::NoSupervisor => (Tone::Idle, Shape::Dash),
        Reason::WrongArchitecture | Reason::WrongDeviceType => (Tone::Fail, Shape::Square),
    }
}

const fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Skip => "skip",
        Choice::Do => "do",
        Choice::Ask => "ask",
        Choice::Force => "force",
    }
}

/// The table; nothing while there is no such device. `on_download` offers the list of them.
#[component]
pub fn HeldTable(plan: Memo<Option<Plan>>, chosen: Chosen, #[prop(into)] on_download: Callback<()>) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().map(|plan| plan.held.keys().copied().collect::<Vec<_>>()).unwrap_or_default())
    });
    let total = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.held.values().map(Vec::len).sum::<usize>()))
    });
    let table = move || {
        let heads = vec![
            Head::new("", Some(28)),
            Head::numeric("Devices", Some(72)),
            Head::new("Reason", None),
            Head::new("What to do", Some(176)),
        ];
        view! {
            <Table caption="Devices it cannot be done to, or not now" heads density=Density::Tight>
                <For each=move || reasons.get() key=|reason| *reason let:reason>
                    <HeldRow reason plan chosen />
                </For>
            </Table>
        }
        .into_any()
    };
    move || {
        (total.get() > 0).then(|| {
            view! {
                <Card
                    title="Cannot, or not now"
                    aside=move || view! { <span class="faint tn">{grouped(total.get() as u64)}</span> }
                    actions=move || {
                        view! {
                            <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=on_download>"Download list"</Button>
                        }
                    }
                >
                    <div class="held">{table()}</div>
                </Card>
            }
            .into_any()
        })
    }
}

#[component]
fn HeldRow(reason: Reason, plan: Memo<Option<Plan>>, chosen: Chosen) -> impl IntoView {
    let count = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().and_then(|plan| plan.held.get(&reason).map(Vec::len)).unwrap_or_default())
    });
    let (tone, shape) = mark(reason);
    let choices = reason.choices();
    let options: Vec<SelectOption> =
        choices.iter().map(|choice| SelectOption::new(word(*choice), choice.label(reason))).collect();
    let value = Signal::derive(move || chosen.with(|chosen| Some(word(choice(reason, chosen)).to_owned())));
    let change = move |id: String| {
        if let Some(choice) = choices.iter().find(|choice| word(**choice) == id) {
            chosen.update(|chosen: &mut BTreeMap<Reason, Choice>| {
                chosen.insert(reason, *choice);
            });
        }
    };
    let control = if choices.len() > 1 {
        view! {
            <Select
                label=format!("{}: what to do", reason.label())
                hide_label=true
                small=true
                options=Signal::stored(options)
                value
                on_change=change
            />
        }
        .into_any()
    } else {
        view! { <span class="small muted">{choices[0].label(reason)}</span> }.into_any()
    };
    view! {
        <tr>
            <td><StateMark tone shape /></td>
            <td class="num"><b>{move || grouped(count.get() as u64)}</b></td>
            <td>
                {reason.label()}
                <span class="small muted">" · "{reason.detail()}</span>
            </td>
            <td>{control}</td>
        </tr>
    }
}
