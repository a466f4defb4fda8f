//! The health checks: one row each, filled as they come in, with what was seen and what to do.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use model::figure::{UNKNOWN, counted};
use model::health::{Finding, HealthCheck, Verdict, report};
use ui::announcer::use_announcer;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::copy_text::CopyButton;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::relative_time::RelativeTime;
use ui::state_mark::{Shape, StateLabel};
use ui::table::{Head, Table};
use ui::tone::Tone;

use crate::data::diagnostics::{Run, RunState, checks};
use crate::services::clock::use_now;
use crate::services::download::offer;

/// The card of the checks. `refusal` is why they cannot be run now; `file` names what is downloaded.
#[component]
pub(super) fn HealthChecks(uuid: DeviceUuid, refusal: Signal<Option<String>>, file: Signal<String>) -> impl IntoView {
    let run = checks();
    let has_run = Memo::new(move |_| run.state().get() != RunState::Idle);
    let text = Signal::derive(move || run.findings().with(|findings| report(findings)));
    let has_text = Memo::new(move |_| !run.findings().with(Vec::is_empty));
    let actions = move || {
        view! {
            {move || has_text.get().then(|| view! {
                <CopyButton text label="Copy the findings" />
                <IconButton
                    glyph=Glyph::Download
                    label="Download the findings"
                    on_press=move |()| take_away(text, &format!("{}-checks.txt", file.get_untracked()))
                />
            })}
            <RunButton run uuid=uuid.clone() refusal label="Run checks" again="Run again" />
        }
    };
    let rows = HealthCheck::ALL.map(|check| view! { <CheckRow run check /> }.into_any());
    let heads = vec![Head::new("Check", Some(190)), Head::new("Result", Some(150)), Head::new("Evidence", None)];
    view! {
        <Card title="Health checks" aside=move || view! { <RunStatus run /> } actions>
            <div class="check-table" class:unrun=move || !has_run.get()>
                <Table caption="Health checks" heads>{rows.into_iter().collect_view()}</Table>
            </div>
            {move || (!has_run.get()).then(|| view! {
                <p class="in muted small">
                    "Nineteen checks of the operating system, storage, network and services, run on the device's host. They change nothing and take about half a minute."
                </p>
            })}
        </Card>
    }
}

/// Run, run again, or cancel what runs.
#[component]
pub(super) fn RunButton(
    run: Run,
    uuid: DeviceUuid,
    refusal: Signal<Option<String>>,
    label: &'static str,
    again: &'static str,
) -> impl IntoView {
    let is_running =
        Memo::new(move |_| run.state().with(|state| matches!(state, RunState::Connecting | RunState::Running)));
    let is_first = Memo::new(move |_| run.state().get() == RunState::Idle);
    move || {
        let uuid = uuid.clone();
        if is_running.get() {
            view! { <Button size=ButtonSize::Small on_press=move |()| run.cancel()>"Cancel"</Button> }.into_any()
        } else {
            let words = if is_first.get() { label } else { again };
            view! {
                <Button
                    size=ButtonSize::Small
                    kind=ButtonKind::Ink
                    disabled=refusal
                    on_press=move |()| run.start(uuid.clone())
                >
                    {words}
                </Button>
            }
            .into_any()
        }
    }
}

/// Where a run stands, in words, and its age.
#[component]
pub(super) fn RunStatus(run: Run) -> impl IntoView {
    let now = use_now();
    let state = run.state();
    let done_at = Signal::derive(move || match state.get() {
        RunState::Done { at } => Some(at),
        _ => None,
    });
    let counts = move || {
        run.findings().with(|findings| {
            let of = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count() as u64;
            let total = findings.len();
            match (of(Verdict::Fail), of(Verdict::Unknown)) {
                _ if total == 0 => String::new(),
                (0, 0) => "all passed".to_owned(),
                (0, unknown) => format!("none failed, {unknown} unknown"),
                (failed, _) => counted(failed, "failed", "failed"),
            }
        })
    };
    let words = move || match state.get() {
        RunState::Idle => String::new(),
        RunState::Connecting => "Connecting…".to_owned(),
        RunState::Running => {
            let done = run.findings().with(Vec::len);
            if done > 0 { format!("{done} of {}", HealthCheck::ALL.len()) } else { "Running…".to_owned() }
        }
        RunState::Done { .. } => counts(),
        RunState::Failed { message } => message,
        RunState::Cancelled => "Cancelled".to_owned(),
    };
    let is_failure = Memo::new(move |_| matches!(state.get(), RunState::Failed { .. }));
    view! {
        <span class="small run-status" class:muted=move || !is_failure.get() class:fail-t=is_failure role="status">{words}</span>
        {move || done_at.get().is_some().then(|| view! {
            <span class="small faint nowrap"><RelativeTime at=done_at now suffix=" ago" /></span>
        })}
    }
}

#[component]
fn CheckRow(run: Run, check: HealthCheck) -> impl IntoView {
    let finding: Memo<Option<Finding>> = Memo::new(move |_| {
        run.findings().with(|findings| findings.iter().find(|finding| finding.check == check).cloned())
    });
    // They come in their order: the first that is missing is the one that runs.
    let is_next = Memo::new(move |_| {
        run.state().get() == RunState::Running && HealthCheck::ALL.get(run.findings().with(Vec::len)) == Some(&check)
    });
    let (tone, shape) = (
        Signal::derive(move || match finding.get().map(|finding| finding.verdict) {
            Some(Verdict::Pass) => Tone::Ok,
            Some(Verdict::Fail) => Tone::Fail,
            None if is_next.get() => Tone::Busy,
            Some(Verdict::Unknown) | None => Tone::Idle,
        }),
        Signal::derive(move || match finding.get().map(|finding| finding.verdict) {
            Some(Verdict::Pass) => Shape::Disc,
            Some(Verdict::Fail) => Shape::Square,
            Some(Verdict::Unknown) => Shape::Ring,
            None if is_next.get() => Shape::Arc,
            None => Shape::Dash,
        }),
    );
    let word = move || match finding.get().map(|finding| finding.verdict) {
        Some(Verdict::Pass) => "Passed",
        Some(Verdict::Fail) => "Failed",
        Some(Verdict::Unknown) => "Unknown",
        None if is_next.get() => "Running",
        None => "Not run",
    };
    let evidence =
        move || finding.with(|finding| finding.as_ref().map_or_else(|| UNKNOWN.to_owned(), |one| one.evidence.clone()));
    let advice = move || {
        let is_failed = finding.with(|finding| finding.as_ref().is_some_and(|one| one.verdict == Verdict::Fail));
        is_failed.then(|| view! { <span class="small muted advice">{check.advice()}</span> })
    };
    view! {
        <tr>
            <th scope="row" title=check.id()><span class="strong">{check.title()}</span></th>
            <td><StateLabel tone shape>{word}</StateLabel></td>
            <td class="evidence"><span>{evidence}</span>{advice}</td>
        </tr>
    }
}

/// Offers a text as a file, and says so where the browser does not allow it.
pub(super) fn take_away(text: Signal<String>, name: &str) {
    if offer(&text.get_untracked(), "text/plain;charset=utf-8", name).is_err() {
        use_announcer().say("The browser did not allow the download");
    }
}
