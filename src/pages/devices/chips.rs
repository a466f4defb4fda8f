//! The filter as chips: the states with their counts, then one chip a clause; the same tree as the text.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::grouped;
use table::facet;
use table::filter::{Clause, Filter, Operator, print};
use table::schema::Path;
use ui::chip::{AddChip, FilterChip, ToggleChip};
use ui::icon::Glyph;
use ui::state_mark::StateMark;

use super::builder::Editing;
use super::shown::Shown;
use super::term_words;
use crate::data::device_table::fields;
use crate::parts::device_state::{hue_of, shape_of};
use crate::routes::device_list::DeviceList;

/// The row of chips. `on_edit` opens the dialog of a clause, or of a new one.
#[component]
pub(super) fn Chips(
    shown: Shown,
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    on_edit: Callback<Editing>,
) -> impl IntoView {
    let filter = shown.filter;
    let change = Callback::new(move |filter: Filter| {
        let text = shown.table.with_untracked(|table| print::print(&filter, table.schema()));
        go.run(list.with_untracked(|list| list.with_query(text)));
    });
    let status = StoredValue::new(Path::field(fields::STATUS));
    let counts = Memo::new(move |_| {
        shown.table.with(|table| {
            let facets = facet::words(table, &Path::field(fields::STATUS));
            let count = |state: DeviceStatus| {
                facets.iter().find(|facet| facet.value.as_deref() == Some(state.as_str())).map_or(0, |facet| facet.rows)
            };
            DeviceStatus::ALL.map(count)
        })
    });
    let allowed = Memo::new(move |_| filter.with(states));
    let states = DeviceStatus::ALL.into_iter().enumerate().map(|(at, state)| {
        let count = Memo::new(move |_| counts.with(|counts| counts[at]));
        let pressed = Memo::new(move |_| allowed.with(|allowed| allowed.contains(&state)));
        // A state that no device is in and that is not asked for is no help.
        let is_shown = Memo::new(move |_| count.get() > 0 || pressed.get());
        let toggle = move |is_on: bool| {
            let mut allowed = allowed.get_untracked();
            allowed.retain(|held| *held != state);
            if is_on {
                allowed.push(state);
                allowed.sort_unstable();
            }
            let words = allowed.into_iter().map(|state| state.as_str().to_owned());
            change.run(status.with_value(|path| filter.get_untracked().with_values(path, words)));
        };
        let words = Signal::derive(move || grouped(count.get() as u64));
        move || {
            is_shown.get().then(|| {
                view! {
                    <ToggleChip pressed on_toggle=toggle count=words>
                        <StateMark tone=hue_of(state.tone()) shape=shape_of(state) />
                        {state.label()}
                    </ToggleChip>
                }
            })
        }
    });
    let clauses = move || {
        let filter = filter.get();
        let schema = shown.table.with_untracked(|table| table.schema().clone());
        let place = filter.all.iter().position(|clause| {
            let alone = Filter { all: vec![clause.clone()] };
            status.with_value(|path| alone.values_of(path)).is_some()
        });
        filter
            .all
            .iter()
            .enumerate()
            // The states are chips of their own.
            .filter(|(at, _)| Some(*at) != place)
            .map(|(at, clause)| {
                let (key, operator, value) =
                    release_words(shown, clause).unwrap_or_else(|| term_words::clause(clause, &schema));
                let mut rest = filter.clone();
                rest.all.remove(at);
                view! {
                    <FilterChip
                        key
                        operator
                        value
                        on_edit=Callback::new(move |()| on_edit.run(Editing::Clause(at)))
                        on_remove=move |()| change.run(rest.clone())
                    />
                }
            })
            .collect_view()
    };
    view! {
        <div class="chips" role="group" aria-label="Filters">
            {states.collect_view()}
            {clauses}
            <AddChip label="Filter" on_press=move |()| on_edit.run(Editing::New) />
            {move || {
                list.with(DeviceList::narrows).then(|| {
                    view! {
                        <AddChip
                            label="Clear all"
                            glyph=Glyph::Close
                            on_press=move |()| go.run(list.with_untracked(DeviceList::cleared))
                        />
                    }
                })
            }}
        </div>
    }
}

/// A release that a link asks for by number, by what it is called; none when no device here says it.
fn release_words(shown: Shown, clause: &Clause) -> Option<(String, String, String)> {
    let [term] = clause.any.as_slice() else { return None };
    let is_asked =
        term.operator == Operator::Is && !term.is_negated && term.path == Some(Path::field(fields::RELEASE_ID));
    let id: i64 = term.value.parse().ok().filter(|_| is_asked)?;
    let label = shown.table.with(|table| {
        let row = table.rows().find(|row| table.moment(*row, fields::RELEASE_ID) == Some(id))?;
        table.text(row, fields::RELEASE).map(str::to_owned)
    })?;
    Some(("Release".to_owned(), "is".to_owned(), label))
}

/// The states that a clause of only states allows.
fn states(filter: &Filter) -> Vec<DeviceStatus> {
    let values = filter.values_of(&Path::field(fields::STATUS)).unwrap_or_default();
    let word = |value: &str| {
        let table::schema::Kind::Choice(choices) = fields::schema().get(fields::STATUS)?.kind else { return None };
        let is_it = |word: &str| word.eq_ignore_ascii_case(value);
        let choice = choices.iter().find(|choice| {
            is_it(choice.word) || is_it(choice.label) || choice.aliases.iter().any(|alias| is_it(alias))
        })?;
        DeviceStatus::from_word(choice.word)
    };
    values.into_iter().filter_map(word).collect()
}
