//! The first-boot timeline of a new device: the steps with their times, and what usually hangs at the one it is at.

use leptos::prelude::*;
use model::first_boot::{FirstBoot, Standing, StepOfBoot};
use ui::relative_time::span;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

use crate::services::clock::{use_now, wall};

/// The steps of one device, live. `seen_running_at` is when this page first saw it run: the API does not keep that.
#[component]
pub fn FirstBootTimeline(
    #[prop(into)] device: Signal<Option<FirstBoot>>,
    #[prop(into)] seen_running_at: Signal<Option<i64>>,
) -> impl IntoView {
    let now = use_now();
    move || {
        let device = device.get()?;
        let steps = device.steps();
        let items = steps
            .iter()
            .enumerate()
            .map(|(place, step)| {
                let since = steps[..place].iter().rev().find_map(|before| before.at).unwrap_or(device.registered_at);
                let at = step.at.map(model::timestamp::Timestamp::millis);
                let at = at.or_else(|| {
                    (step.standing == Standing::Done && place == 4).then(|| seen_running_at.get()).flatten()
                });
                item(&device, *step, at, since.millis(), now)
            })
            .collect_view();
        Some(view! { <ol class="tl" aria-label=format!("First boot of {}", device.name)>{items}</ol> }.into_any())
    }
}

fn item(device: &FirstBoot, step: StepOfBoot, at: Option<i64>, since: i64, now: Signal<i64>) -> AnyView {
    let (tone, shape, word) = match step.standing {
        Standing::Done => (Tone::Ok, Shape::Disc, "done"),
        Standing::Now => (Tone::Busy, Shape::DashedArc, "now"),
        Standing::Todo => (Tone::Idle, Shape::Ring, "to come"),
    };
    let note = note(device, step);
    let is_now = step.standing == Standing::Now;
    let elapsed = move || is_now.then(|| format!("{} so far", span((now.get() - since).max(0))));
    let took = at.filter(|at| *at > since).map(|at| format!(", after {}", span(at - since)));
    let hint = is_now.then(|| step.stage.hint());
    view! {
        <li class:todo=step.standing == Standing::Todo aria-current=is_now.then_some("step")>
            <StateMark tone shape />
            <div>
                <b>{step.stage.title()}</b>
                <span class="sr-only">{format!(", {word}")}</span>
                {note.map(|note| view! { <p>{note}{took}</p> })}
                {is_now.then(|| view! { <p>{elapsed}</p> })}
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            </div>
            <time>{at.map_or_else(String::new, wall)}</time>
        </li>
    }
    .into_any()
}

/// What can be said of a step of this device.
fn note(device: &FirstBoot, step: StepOfBoot) -> Option<String> {
    use model::first_boot::Stage;
    if step.standing == Standing::Todo {
        return None;
    }
    match (step.stage, step.standing) {
        (Stage::Registered, _) => Some(format!("{} ({})", device.name, device.uuid.short())),
        (Stage::KeyDropped, Standing::Done) => Some("it asks with a key of its own".to_owned()),
        (Stage::FirstDownload, Standing::Now) => Some(match (&device.target, device.progress) {
            (None, _) => "the fleet has no release yet: there is nothing to download".to_owned(),
            (Some(target), Some(progress)) => format!("{target}, {progress} %"),
            (Some(target), None) => format!("{target}, not begun"),
        }),
        (Stage::FirstDownload, Standing::Done) => device.target.clone(),
        (Stage::Running, Standing::Done) => device.running.clone(),
        _ => None,
    }
}
