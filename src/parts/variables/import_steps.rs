//! A plan as a table: what is added, changed, left and removed.

use leptos::prelude::*;
use model::figure::grouped;
use model::variable::is_secret;
use model::variable_plan::{Act, Plan, Step};

use super::desk::Desk;
use super::words::{HIDDEN, cut};

/// So many lines are drawn.
const MOST: usize = 500;

/// The steps, those that write first.
#[component]
pub(super) fn Steps(desk: Desk, plan: Memo<Plan>) -> impl IntoView {
    move || {
        let steps = plan.with(|plan| {
            let (left, mut writes): (Vec<Step>, Vec<Step>) =
                plan.steps.iter().cloned().partition(|step| step.act == Act::Leave);
            writes.extend(left);
            writes
        });
        if steps.is_empty() {
            return ().into_any();
        }
        let more = steps.len().saturating_sub(MOST);
        let rows = steps.into_iter().take(MOST).map(|step| row(desk, &step)).collect_view();
        view! {
            <table class="tb t diff-table">
                <caption class="sr-only">"What would change"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Change"</th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Now"</th>
                        <th scope="col">"Then"</th>
                        <th scope="col">"For"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {(more > 0).then(|| view! { <p class="small muted">{format!("and {} more", grouped(more as u64))}</p> })}
        }
        .into_any()
    }
}

fn row(desk: Desk, step: &Step) -> impl IntoView + use<> {
    let hidden = is_secret(&step.name);
    let shown = |value: &str| if hidden { HIDDEN.to_owned() } else { cut(value) };
    let (word, class, now, then) = match &step.act {
        Act::Add { value } => ("+ add", "added", String::new(), shown(value)),
        Act::Change { from, to, .. } => ("± change", "changed", shown(from), shown(to)),
        Act::Leave => ("= same", "left", String::new(), String::new()),
        Act::Remove { from, .. } => ("− remove", "removed", shown(from), String::new()),
    };
    let place = desk.peek(|book| book.place(step.slot)).unwrap_or_default();
    let (now_title, then_title) = (now.clone(), then.clone());
    view! {
        <tr class=class>
            <td>{word}</td>
            <th scope="row"><span class="mono cut">{step.name.clone()}</span></th>
            <td class="mono" title=now_title>{now}</td>
            <td class="mono" title=then_title>{then}</td>
            <td class="small muted">{place}</td>
        </tr>
    }
}
