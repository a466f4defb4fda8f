//! Bulk actions under way: a line over every page, and the dialog with what each device answered.

use leptos::prelude::*;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::dialog::Dialog;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::progress::ProgressBar;

use crate::data::bulk::item::{Item, ItemState, Tally};
use crate::data::bulk::job::{Job, JobState};
use crate::data::bulk::jobs::use_jobs;
use crate::parts::bulk::result::{Counts, ResultBar, ResultRow, ResultTable};
use crate::routes::place::Place;
use crate::services::download;
use crate::services::toasts::use_toasts;

/// The lines of jobs that are not looked at, and the dialog of the one that is.
#[component]
pub(super) fn JobStrips() -> impl IntoView {
    let jobs = use_jobs();
    let toasts = use_toasts();
    let shown = jobs.shown();
    let others = Memo::new_with_compare(
        move |_| {
            let shown = shown.get().map(|job| job.id);
            jobs.list().get().into_iter().filter(|job| Some(job.id) != shown).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    // What ends while it is not looked at is news.
    let told = StoredValue::new(Vec::<u64>::new());
    Effect::new(move |_| {
        let looked_at = shown.get().map(|job| job.id);
        for job in jobs.list().get() {
            let is_over = matches!(job.state(), JobState::Done | JobState::Stopped) && job.tally().sent == 0;
            let was_told = told.with_value(|told| told.contains(&job.id));
            if !is_over {
                told.update_value(|told| told.retain(|id| *id != job.id));
            } else if !was_told {
                told.update_value(|told| told.push(job.id));
                if looked_at != Some(job.id) {
                    let tally = job.tally();
                    match tally.troubled() {
                        0 => toasts.done(job.action.done(tally.done)),
                        troubled => toasts.failed(job.action.done(tally.done), format!("{troubled} did not.")),
                    }
                }
            }
        }
    });
    view! {
        <For each=move || others.get() key=|job| job.id let:job>
            <JobStrip job />
        </For>
    }
}

fn counts(tally: Tally) -> Counts {
    [
        (tally.done, "done"),
        (tally.sent + tally.waiting, "to go"),
        (tally.locked, "locked"),
        (tally.failed, "failed"),
        (tally.stopped, "not asked"),
    ]
}

fn sentence(job: &Job) -> String {
    let tally = job.tally();
    let troubled = if tally.troubled() > 0 { format!(", {} did not", tally.troubled()) } else { String::new() };
    let state = match job.state() {
        JobState::Running => "",
        JobState::Paused => " · paused until the connection is back",
        JobState::Stopped => " · stopped",
        JobState::Done => " · ended",
    };
    format!("{} of {} answered{troubled}{state}", tally.answered(), tally.total())
}

#[component]
fn JobStrip(job: Job) -> impl IntoView {
    let jobs = use_jobs();
    let job = StoredValue::new(job);
    let id = job.with_value(|job| job.id);
    let title = job.with_value(|job| job.action.title(job.tally().total()));
    let words = Signal::derive(move || job.with_value(sentence));
    let share = Signal::derive(move || {
        let tally = job.with_value(Job::tally);
        #[expect(clippy::cast_precision_loss, reason = "counts of devices are far below 2^52")]
        let share = tally.answered() as f64 / tally.total().max(1) as f64;
        Some(share)
    });
    let is_over = Memo::new(move |_| {
        job.with_value(|job| matches!(job.state(), JobState::Done | JobState::Stopped) && job.tally().sent == 0)
    });
    let last = move || {
        if is_over.get() {
            view! { <IconButton glyph=Glyph::Close label="Forget this bulk action" on_press=move |()| jobs.forget(id) /> }
                .into_any()
        } else {
            view! {
                <Button size=ButtonSize::Small on_press=move |()| job.with_value(Job::stop)>"Stop"</Button>
            }
            .into_any()
        }
    };
    view! {
        <div class="job-strip" role="group" aria-label="Bulk action">
            <b class="cut">{title}</b>
            <span class="pb-place"><ProgressBar value=share text=words /></span>
            <span class="muted tn">{words}</span>
            <span class="push"></span>
            <Button size=ButtonSize::Small on_press=move |()| jobs.show(Some(id))>"Show"</Button>
            {last}
        </div>
    }
}

/// The dialog of the job that is looked at.
#[component]
pub(super) fn JobDialog() -> impl IntoView {
    let jobs = use_jobs();
    let shown = jobs.shown();
    let job = Memo::new_with_compare(
        move |_| shown.get(),
        |former, now| {
            let id = |job: Option<&Option<Job>>| job.and_then(Option::as_ref).map(|job| job.id);
            id(former) != id(now)
        },
    );
    let read = move |read: fn(&Job) -> String| {
        Signal::derive(move || job.with(|job| job.as_ref().map(read)).unwrap_or_default())
    };
    let title = read(|job| job.action.title(job.tally().total()));
    let is_over = Memo::new(move |_| {
        job.with(|job| {
            job.as_ref()
                .is_none_or(|job| matches!(job.state(), JobState::Done | JobState::Stopped) && job.tally().sent == 0)
        })
    });
    let tally = Memo::new(move |_| job.with(|job| job.as_ref().map(Job::tally)).unwrap_or_default());
    let retry = move |force: bool| {
        if let Some(job) = job.get_untracked() {
            jobs.retry(&job, force);
        }
    };
    let export = move |()| {
        if let Some(job) = job.get_untracked() {
            // A refusal of the browser shows in the browser.
            let _ = download::offer(&job.with_items(csv), "text/csv;charset=utf-8", "bulk-action.csv");
        }
    };
    let stop = move |()| {
        if let Some(job) = job.get_untracked() {
            job.stop();
        }
    };
    let buttons = move || {
        if !is_over.get() {
            return view! {
                <Button on_press=stop>"Stop"</Button>
                <Button on_press=move |()| jobs.show(None)>"Go on in the background"</Button>
            }
            .into_any();
        }
        let tally = tally.get();
        let again = (tally.troubled() > 0).then(|| {
            view! { <Button on_press=move |()| retry(false)>{format!("Retry {}", tally.troubled())}</Button> }
        });
        let forced = (tally.locked > 0).then(|| {
            view! { <Button kind=ButtonKind::Risk on_press=move |()| retry(true)>"Retry, override locks"</Button> }
        });
        view! {
            {forced}
            {again}
            <Button kind=ButtonKind::Ink on_press=move |()| jobs.show(None)>"Close"</Button>
        }
        .into_any()
    };
    let footer = move || {
        view! {
            <Button kind=ButtonKind::Ghost icon=Glyph::Export on_press=export>"Export"</Button>
            {buttons}
        }
    };
    let rows = Signal::derive(move || job.with(|job| job.as_ref().map(|job| job.with_items(rows))).unwrap_or_default());
    view! {
        <Dialog
            open=Signal::derive(move || job.with(Option::is_some))
            on_close=move |()| jobs.show(None)
            title
            wide=true
            footer
        >
            <div class="bulk-job">
                <ResultBar counts=Signal::derive(move || counts(tally.get())) />
                <p class="small muted tn" role="status">{read(sentence)}</p>
                <ResultTable rows />
            </div>
        </Dialog>
    }
}

const fn order(state: &ItemState) -> usize {
    match state {
        ItemState::Failed(_) => 0,
        ItemState::Locked(_) => 1,
        ItemState::Stopped => 2,
        ItemState::Sent => 3,
        ItemState::Waiting => 4,
        ItemState::Done => 5,
    }
}

const fn count_of(state: &ItemState) -> usize {
    match state {
        ItemState::Done => 0,
        ItemState::Sent | ItemState::Waiting => 1,
        ItemState::Locked(_) => 2,
        ItemState::Failed(_) => 3,
        ItemState::Stopped => 4,
    }
}

/// Those in trouble first.
fn rows(items: &[Item]) -> Vec<ResultRow> {
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| order(&item.state));
    let row = |item: &Item| ResultRow {
        place: Place::device(item.uuid.clone()),
        name: item.name.clone(),
        state: count_of(&item.state),
        word: item.state.label(),
        why: item.state.why().to_owned(),
    };
    sorted.into_iter().map(row).collect()
}

/// All of them as CSV (RFC 4180).
fn csv(items: &[Item]) -> String {
    let quoted = |text: &str| {
        let mark = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    };
    let mut text = String::from("uuid,name,state,answer\r\n");
    for item in items {
        let line = [item.uuid.as_str(), &item.name, item.state.label(), item.state.why()].map(quoted).join(",");
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text
}
