//! One bulk action from its form over its preview to the press that starts it; nothing is sent before.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use model::bulk::action::BulkAction;
use model::bulk::plan::Plan;
use model::bulk::verdict::{Known, Reason};
use model::device::Device;
use model::figure::grouped;
use model::release::Release;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;
use ui::field::TextField;

use super::deed::{Deed, Typed, action};
use super::differences::Differences;
use super::form::DeedForm;
use super::sending;
use crate::data::bulk::choices::Choices;
use crate::data::bulk::held_variables::{self, Wanted};
use crate::data::bulk::jobs::use_jobs;
use crate::parts::bulk::held::Chosen;
use crate::parts::bulk::preview::BulkPreview;
use crate::services::download;

/// So long a name rests before it is asked about.
const TYPING: Duration = Duration::from_millis(300);

/// What the dialog is about; nothing while it is closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) deed: RwSignal<Option<Deed>>,
    /// The selection as it was when the dialog was opened.
    pub(super) devices: RwSignal<Vec<Device>>,
    /// The filter by which they were chosen, when they were chosen by one.
    pub(super) matching: RwSignal<Option<String>>,
}

/// The dialog.
#[component]
pub(super) fn BulkDialog(
    fleet: i64,
    asked: Asked,
    releases: Signal<Option<Vec<Release>>>,
    choices: Signal<Option<Choices>>,
) -> impl IntoView {
    let jobs = use_jobs();
    let (typed, chosen) = (RwSignal::new(Typed::default()), Chosen::new(BTreeMap::new()));
    let confirmed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if asked.deed.get().is_some() {
            typed.set(Typed::default());
            chosen.set(BTreeMap::new());
            confirmed.set(String::new());
        }
    });
    let outcome = Memo::new(move |_| {
        let deed = asked.deed.get()?;
        Some(typed.with(|typed| action(deed, typed)))
    });
    let wanted = Memo::new(move |_| outcome.get().and_then(Result::ok));
    // Names change while they are typed: what the devices hold is asked for when they rest.
    let names = RwSignal::new(Vec::new());
    let rest = StoredValue::new_local(debounce(TYPING, move |wished| {
        let _ = names.try_set(wished);
    }));
    let wished = Memo::new(move |_| wanted.with(|wanted| names_of(wanted.as_ref())));
    Effect::new(move |_| {
        let wished = wished.get();
        rest.update_value(|rest| rest(wished));
    });
    let read = held_variables::of(move || {
        let names = names.get();
        let devices = asked.devices.with(|devices| devices.iter().map(|device| device.id).collect());
        (!names.is_empty()).then_some(Wanted { fleet, devices, names })
    });
    // What was read of other names says nothing of these.
    let held = Memo::new(move |_| (names.get() == wished.get()).then(|| read.value()).flatten());
    let unread = Signal::derive(move || read.failure());
    let plan = Memo::new(move |_| {
        let action = wanted.get()?;
        Some(choices.with(|choices| {
            held.with(|held| {
                let processors = choices.as_ref().map(|choices| &choices.processors);
                let known = Known { processors, variables: held.as_ref() };
                asked.devices.with(|devices| Plan::of(&action, devices, &known))
            })
        }))
    });
    let items = Memo::new(move |_| {
        let (action, plan) = (wanted.get()?, plan.get()?);
        let steps = chosen.with(|chosen| plan.steps(chosen));
        Some(asked.devices.with(|devices| sending::items(&action, devices, &steps)))
    });
    let count = Signal::derive(move || items.with(|items| items.as_ref().map_or(0, Vec::len)));
    let total = Signal::derive(move || asked.devices.with(Vec::len));
    let requests = Signal::derive(move || Some(sending::requests(&wanted.get()?, &items.get()?)));
    let same = Signal::derive(move || {
        let commit = |id: i64| {
            releases.with(|all| all.iter().flatten().find(|release| release.id == id).map(|one| one.commit.clone()))
        };
        sending::same_as(&wanted.get()?, &items.get()?, fleet, commit)
    });
    let title = Signal::derive(move || match (wanted.get(), asked.deed.get()) {
        (Some(action), _) => action.title(total.get()),
        (None, Some(deed)) => format!("{} on {}", deed.word().trim_end_matches('…'), sending::devices(total.get())),
        (None, None) => String::new(),
    });
    let refusal = Signal::derive(move || match outcome.get()? {
        Err(missing) => Some(missing),
        Ok(_) if count.get() == 0 => Some("There is no device left to do it to.".to_owned()),
        Ok(BulkAction::Delete) if confirmed.with(|text| text.trim() != count.get().to_string()) => {
            Some(format!("Type {} first.", count.get()))
        }
        Ok(_) => None,
    });
    let close = move |()| asked.deed.set(None);
    let start = move |()| {
        if let (Some(action), Some(items)) = (wanted.get_untracked(), items.get_untracked()) {
            asked.deed.set(None);
            jobs.start(action, fleet, items);
        }
    };
    let download = move |()| {
        let list = plan.with_untracked(|plan| {
            let plan = plan.as_ref()?;
            Some(asked.devices.with_untracked(|devices| held_csv(plan, devices)))
        });
        if let Some(list) = list {
            // A refusal of the browser shows in the browser.
            let _ = download::offer(&list, "text/csv;charset=utf-8", "cannot-or-not-now.csv");
        }
    };
    let form = move || {
        asked
            .deed
            .get()
            .map(|deed| view! { <DeedForm deed fleet typed devices=asked.devices releases choices /> }.into_any())
    };
    let is_delete = Memo::new(move |_| asked.deed.get() == Some(Deed::Delete));
    let typing = move || {
        is_delete.get().then(|| {
            view! {
                <TextField
                    label=Signal::derive(move || format!("Type {} to delete so many devices", count.get()))
                    value=confirmed
                    on_input=move |text| confirmed.set(text)
                    autocomplete="off"
                />
            }
            .into_any()
        })
    };
    let footer = move || {
        let is_risk = asked.deed.get().is_some_and(Deed::is_risk);
        let kind = if is_risk { ButtonKind::Danger } else { ButtonKind::Ink };
        view! {
            <Button on_press=close>"Cancel"</Button>
            <Button kind disabled=refusal on_press=start>
                {move || wanted.get().map_or_else(|| "Do it".to_owned(), |action| action.button(count.get()))}
            </Button>
        }
    };
    let note = move || view! { {move || wanted.get().map(|action| action.undo())} };
    view! {
        <Dialog open=Signal::derive(move || asked.deed.get().is_some()) on_close=close title wide=true note footer>
            <p class="hstack small muted">
                <Badge fill=BadgeFill::Outline small=true>"dry run, nothing sent yet"</Badge>
                {move || {
                    let total = grouped(total.get() as u64);
                    match asked.matching.get() {
                        None => format!("{total} selected"),
                        Some(filter) if filter.trim().is_empty() => format!("{total}: every device of the fleet, as of now"),
                        Some(filter) => format!("{total}: everything that matches {filter}, as of now"),
                    }
                }}
            </p>
            <div class="bulk-form">{form}</div>
            <Differences action=wanted devices=asked.devices held failure=unread />
            <BulkPreview action=wanted plan chosen requests same on_download=download />
            {typing}
        </Dialog>
    }
}

/// The variables it is about, in one order.
fn names_of(action: Option<&BulkAction>) -> Vec<String> {
    let Some(BulkAction::SetVariables(settings)) = action else { return Vec::new() };
    let mut names: Vec<String> = settings.iter().map(|setting| setting.name.clone()).collect();
    names.sort_unstable();
    names
}

/// The devices that it cannot be done to, or not now, with the reason.
fn held_csv(plan: &Plan, devices: &[Device]) -> String {
    let mut rows = vec!["uuid,name,reason".to_owned()];
    let line = |reason: Reason, at: usize| {
        let device = devices.get(at)?;
        Some(sending::csv_line(&[device.uuid.as_str(), &device.name, reason.label()]))
    };
    for (reason, held) in &plan.held {
        rows.extend(held.iter().filter_map(|at| line(*reason, *at)));
    }
    rows.join("\r\n") + "\r\n"
}
