//! What is wrong with a pasted text, at which line.

use leptos::prelude::*;
use model::figure::grouped;
use model::variable_text::Problem;

/// So many lines are drawn.
const MOST: usize = 500;

/// The lines that are left out, and why.
#[component]
pub fn Problems(#[prop(into)] problems: Signal<Vec<Problem>>) -> impl IntoView {
    move || {
        let problems = problems.get();
        let title = match problems.len() {
            0 => return ().into_any(),
            1 => "One line cannot be used and is left out:".to_owned(),
            count => format!("{} lines cannot be used and are left out:", grouped(count as u64)),
        };
        let items = problems
            .into_iter()
            .take(MOST)
            .map(|problem| view! { <li><span class="tn">{format!("Line {}", problem.line)}</span>": "{problem.message}</li> })
            .collect_view();
        view! { <div class="problems" role="status"><p class="fail-t">{title}</p><ul>{items}</ul></div> }.into_any()
    }
}
