//! Pasting a `.env` or CSV: read as it is typed, shown as a diff, applied as one batch that can be stopped.

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::variable::{Level, Slot};
use model::variable_book::VariableBook;
use model::variable_plan::{Plan, plan};
use model::variable_text::Entry;
use ui::button::{Button, ButtonKind};
use ui::checkbox::Checkbox;
use ui::progress::ProgressBar;
use ui::select::{Select, SelectOption};
use ui::sheet::Sheet;

use super::desk::Desk;
use super::import_run::Runner;
use super::import_steps::Steps;
use super::paste::{PasteSource, Pasted};
use super::problems::Problems;

/// Where an entry goes: what it says itself, else the chosen service.
fn place(book: &VariableBook, entry: &Entry, chosen: Option<i64>) -> Result<Vec<Slot>, String> {
    if entry.device.is_some() {
        return Err("A column “device” is for a device's own page: open it and paste there.".to_owned());
    }
    let service = match &entry.service {
        None => chosen,
        Some(name) => match book.services.iter().find(|service| service.name == *name) {
            Some(service) => Some(service.id),
            None => return Err(format!("There is no service “{name}” in this fleet.")),
        },
    };
    let level = match (book.device.is_some(), service.is_some()) {
        (false, false) => Level::Fleet,
        (false, true) => Level::FleetService,
        (true, false) => Level::Device,
        (true, true) => Level::DeviceService,
    };
    book.slot(level, service).map(|slot| vec![slot])
}

#[component]
pub(super) fn ImportSheet(desk: Desk, name: Signal<String>) -> impl IntoView {
    let pasted = Pasted::new();
    let (service, removes) = (RwSignal::new(None::<i64>), RwSignal::new(false));
    let runner = Runner::new(desk);
    let made = Memo::new(move |_| {
        let read = pasted.read();
        let (service, removes) = (service.get(), removes.get());
        let mut made: Plan = desk
            .read(|book| plan(&read.entries, &book.variables, |entry| place(book, entry, service), removes))
            .unwrap_or_default();
        made.problems.extend(read.problems);
        made.problems.sort_by_key(|problem| problem.line);
        made
    });
    let writes = Memo::new(move |_| made.with(|made| made.tally().writes()));
    let is_running = Memo::new(move |_| runner.run.with(|run| run.is_running));
    let has_run = Memo::new(move |_| runner.run.with(|run| !run.steps.is_empty()));
    let close = move |()| {
        if is_running.get_untracked() {
            return;
        }
        if runner.run.with_untracked(super::import_run::Run::is_over) {
            pasted.text.set(String::new());
        }
        runner.forget();
        desk.is_importing.set(false);
    };
    let title = Signal::derive(move || format!("Paste variables over {}", name.get()));
    let consequence = move || {
        if runner.run.with(super::import_run::Run::is_over) {
            return String::new();
        }
        let slots: std::collections::BTreeSet<Slot> = made.with(|made| {
            made.steps
                .iter()
                .filter(|step| step.act != model::variable_plan::Act::Leave)
                .map(|step| step.slot)
                .collect()
        });
        let words: Vec<String> = slots.into_iter().map(|slot| desk.consequence(slot)).collect();
        words.join(" ")
    };
    let footer = move || {
        let apply = move |()| made.with_untracked(|made| runner.start(made));
        let nothing = Signal::derive(move || {
            (writes.get() == 0)
                .then(|| "There is nothing to write: paste variables that are new or changed.".to_owned())
        });
        move || {
            if is_running.get() {
                view! { <Button on_press=move |()| runner.stop()>"Stop"</Button> }.into_any()
            } else if has_run.get() {
                let left = runner.run.with(|run| run.steps.len() - run.done());
                let again = (left > 0).then(|| {
                    view! {
                        <Button kind=ButtonKind::Ink on_press=move |()| runner.again()>
                            {format!("Try {} again", counted(left as u64, "variable", "variables"))}
                        </Button>
                    }
                });
                view! { <Button on_press=close>"Close"</Button> {again} }.into_any()
            } else {
                let words = move || format!("Apply {}", counted(writes.get() as u64, "change", "changes"));
                view! {
                    <Button on_press=close>"Cancel"</Button>
                    <Button kind=ButtonKind::Ink disabled=nothing on_press=apply>{words}</Button>
                }
                .into_any()
            }
        }
    };
    let body = move || {
        if has_run.get() {
            view! { <Running runner /> }.into_any()
        } else {
            view! {
                <PasteSource pasted label="Variables, one per line, as .env or CSV (name, value, service)">
                    <Over desk service />
                </PasteSource>
                <Checkbox
                    label="Remove what is set there and not in the text"
                    checked=removes
                    on_change=move |on: bool| removes.set(on)
                />
                <p class="small strong" role="status">{move || tally(&made.get())}</p>
                <Problems problems=Signal::derive(move || made.with(|made| made.problems.clone())) />
                <Steps desk plan=made />
            }
            .into_any()
        }
    };
    view! {
        <Sheet open=desk.is_importing on_close=close title wide=true note=move || view! { <span>{consequence}</span> } footer>
            {body}
        </Sheet>
    }
}

fn tally(made: &Plan) -> String {
    let tally = made.tally();
    format!(
        "{} added, {} changed, {} the same, {} removed",
        grouped(tally.added as u64),
        grouped(tally.changed as u64),
        grouped(tally.left as u64),
        grouped(tally.removed as u64)
    )
}

/// What the text is for: all services or one.
#[component]
fn Over(desk: Desk, service: RwSignal<Option<i64>>) -> impl IntoView {
    const ALL: &str = "all";
    let is_device = desk.peek(|book| book.device.is_some()).unwrap_or(false);
    let options = move || {
        let services = desk.read(|book| book.services.clone()).unwrap_or_default();
        let all = if is_device { "This device, all services" } else { "Whole fleet, all services" };
        std::iter::once(SelectOption::new(ALL, all))
            .chain(services.into_iter().map(|service| SelectOption::new(service.id.to_string(), service.name)))
            .collect::<Vec<_>>()
    };
    let value = Signal::derive(move || Some(service.get().map_or_else(|| ALL.to_owned(), |id| id.to_string())));
    view! {
        <Select
            label="Over"
            options=Signal::derive(options)
            value
            on_change=move |chosen: String| service.set(chosen.parse().ok())
        />
    }
}

/// How far the batch is, and what failed.
#[component]
fn Running(runner: Runner) -> impl IntoView {
    let share = Signal::derive(move || {
        #[expect(clippy::cast_precision_loss, reason = "a share of some thousand steps")]
        runner.run.with(|run| Some(run.tried as f64 / run.steps.len().max(1) as f64))
    });
    let words = Signal::derive(move || {
        runner.run.with(|run| {
            let what = if run.is_running {
                "Writing"
            } else if run.is_over() {
                "Done"
            } else {
                "Stopped"
            };
            format!("{what}: {} of {} written, {} failed", run.done(), run.steps.len(), run.failed.len())
        })
    });
    let failed = move || {
        runner.run.with(|run| {
            run.failed
                .iter()
                .filter_map(|(at, why)| Some((run.steps.get(*at)?.name.clone(), why.clone())))
                .map(|(name, why)| view! { <li><span class="mono">{name}</span>": "{why}</li> })
                .collect_view()
        })
    };
    view! {
        <p role="status">{words}</p>
        <ProgressBar value=share text=words />
        <ul class="problems">{failed}</ul>
    }
}
