//! The table's lines: filtered, bounded, each kept while its variable changes.

use leptos::prelude::*;
use model::figure::grouped;
use model::resolver::{Resolved, Whose};
use model::variable::is_secret;
use ui::button::{Button, ButtonSize};

use super::desk::{Desk, LineKey};
use super::row::Line;

/// So many lines are drawn at first.
const FIRST: usize = 300;

/// Which lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    All,
    OnDevice,
    Overridden,
}

impl Show {
    pub(super) fn has(self, line: &Resolved) -> bool {
        match self {
            Self::All => true,
            Self::OnDevice => line.is_set_on_device(),
            Self::Overridden => line.has_overridden(),
        }
    }
}

/// Whether a line has the text in its name, or in a value that is not hidden.
fn matches(line: &Resolved, text: &str) -> bool {
    let found = |held: &str| held.to_lowercase().contains(text);
    text.is_empty()
        || found(&line.name)
        || (!is_secret(&line.name) && line.levels.iter().flatten().any(|variable| found(&variable.value)))
}

fn key(line: &Resolved) -> LineKey {
    (line.name.clone(), line.whose)
}

#[component]
pub(super) fn Lines(
    desk: Desk,
    lines: Memo<Vec<Resolved>>,
    text: RwSignal<String>,
    service: RwSignal<Option<i64>>,
    show: RwSignal<Show>,
) -> impl IntoView {
    let most = RwSignal::new(FIRST);
    let found = Memo::new(move |_| {
        let (text, service, show) = (text.get().trim().to_lowercase(), service.get(), show.get());
        let fits = |line: &&Resolved| {
            let is_for = service.is_none_or(|id| !matches!(line.whose, Whose::Service(other) if other != id));
            is_for && show.has(line) && matches(line, &text)
        };
        lines.with(|lines| lines.iter().filter(fits).map(key).collect::<Vec<_>>())
    });
    let drawn = Memo::new(move |_| found.with(|found| found.iter().take(most.get()).cloned().collect::<Vec<_>>()));
    let levels = desk.peek(model::variable_book::VariableBook::levels).unwrap_or_default();
    let is_fleet = levels.len() == 2;
    let heads = levels.iter().map(|level| view! { <th scope="col">{level.title()}</th> }).collect_view();
    let left_out = move || {
        let (all, drawn) = (found.with(Vec::len), drawn.with(Vec::len));
        (all > drawn).then(|| {
            view! {
                <div class="bar">
                    <span class="small muted">{format!("{} more are not drawn.", grouped((all - drawn) as u64))}</span>
                    <Button size=ButtonSize::Small on_press=move |()| most.set(usize::MAX)>"Show all"</Button>
                </div>
            }
        })
    };
    let none = move || {
        found.with(Vec::is_empty).then(|| {
            let clear = move |()| {
                text.set(String::new());
                service.set(None);
                show.set(Show::All);
            };
            view! {
                <div class="none bar">
                    <span class="muted">"No variable matches this filter."</span>
                    <Button size=ButtonSize::Small on_press=clear>"Clear filters"</Button>
                </div>
            }
        })
    };
    view! {
        <table class="tb resolver" class:of-fleet=is_fleet>
            <caption class="sr-only">"Variables"</caption>
            <colgroup>
                <col class="c-name" />
                <col class="c-service" />
                <col class="c-value" />
                {levels.iter().map(|_| view! { <col /> }).collect_view()}
                {is_fleet.then(|| view! { <col class="c-overrides" /> })}
                <col class="c-actions" />
            </colgroup>
            <thead>
                <tr class="over">
                    <td colspan="3"></td>
                    <td colspan=levels.len() class="levels">"Levels, weakest to strongest →"</td>
                    <td colspan=if is_fleet { 2 } else { 1 }></td>
                </tr>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Service"</th>
                    <th scope="col">{if is_fleet { "Value the fleet sets" } else { "Value the container sees" }}</th>
                    {heads}
                    {is_fleet.then(|| view! { <th scope="col" class="num">"Device overrides"</th> })}
                    <td></td>
                </tr>
            </thead>
            <tbody>
                <For each=move || drawn.get() key=Clone::clone let:line>
                    <Line desk lines line />
                </For>
            </tbody>
        </table>
        {none}
        {left_out}
    }
}
