//! The dialog of one filter: field, operator, value, alternatives; what it makes is the text's own tree.

use leptos::prelude::*;
use table::facet;
use table::filter::{Clause, Filter, Operator, Term, parse, print};
use table::schema::{Kind, Path};
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::checkbox::Checkbox;
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::select::{Select, SelectOption};

use super::columns;
use super::shown::Shown;
use super::term_words;
use crate::data::device_table::fields;
use crate::routes::device_list::DeviceList;

/// What the dialog is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Editing {
    New,
    /// The clause at this place of the filter.
    Clause(usize),
}

impl Editing {
    const fn place(self) -> Option<usize> {
        match self {
            Self::New => None,
            Self::Clause(at) => Some(at),
        }
    }
}

/// The field "Any text".
const ANY: &str = "";

/// The dialog while `editing` is some.
#[component]
pub(super) fn FilterDialog(
    shown: Shown,
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    editing: RwSignal<Option<Editing>>,
) -> impl IntoView {
    let terms = RwSignal::new(Vec::<Term>::new());
    let is_tried = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(editing) = editing.get() {
            let held = editing.place().and_then(|at| shown.filter.with_untracked(|filter| filter.all.get(at).cloned()));
            let fresh = || vec![Term::on(Path::field(fields::STATUS), Operator::Is, "")];
            terms.set(held.map_or_else(fresh, |clause| clause.any));
            is_tried.set(false);
        }
    });
    let is_new = move || editing.get() == Some(Editing::New);
    let errors = Memo::new(move |_| {
        if !is_tried.get() {
            return Vec::new();
        }
        shown.table.with_untracked(|table| {
            let schema = table.schema();
            let why = |term: &Term| {
                let error = parse::parse(&print::print_term(term, schema), schema).err().map(|error| error.message);
                error.or_else(|| {
                    (term.path.is_none() && term.value.trim().is_empty()).then(|| "Enter a text.".to_owned())
                })
            };
            terms.with(|terms| terms.iter().map(why).collect::<Vec<_>>())
        })
    });
    let apply = move |()| {
        is_tried.set(true);
        if errors.with_untracked(|errors| errors.iter().any(Option::is_some)) {
            return;
        }
        let clause = Clause { any: terms.get_untracked() };
        let mut filter: Filter = shown.filter.get_untracked();
        match editing.get_untracked().and_then(Editing::place).filter(|at| *at < filter.all.len()) {
            Some(at) if clause.any.is_empty() => drop(filter.all.remove(at)),
            Some(at) => filter.all[at] = clause,
            None => filter.all.push(clause),
        }
        let text = shown.table.with_untracked(|table| print::print(&filter, table.schema()));
        editing.set(None);
        go.run(list.with_untracked(|list| list.with_query(text)));
    };
    let footer = move || {
        view! {
            <Button on_press=move |()| editing.set(None)>"Cancel"</Button>
            <Button kind=ButtonKind::Ink on_press=apply>{move || if is_new() { "Add filter" } else { "Change filter" }}</Button>
        }
    };
    // Rows are drawn anew when what they consist of changes, not when a value is typed.
    let shape = Memo::new(move |_| {
        terms.with(|terms| terms.iter().map(|term| (term.path.clone(), term.operator)).collect::<Vec<_>>())
    });
    let rows = move || {
        let count = shape.with(Vec::len);
        (0..count).map(|at| term_row(shown, terms, errors, at, count)).collect_view()
    };
    view! {
        <Dialog
            open=Signal::derive(move || editing.get().is_some())
            on_close=move |()| editing.set(None)
            title=Signal::derive(move || if is_new() { "Add a filter".to_owned() } else { "Change the filter".to_owned() })
            wide=true
            footer=footer
        >
            <div class="terms">{rows}</div>
            <div>
                <Button
                    size=ButtonSize::Small
                    icon=Glyph::Plus
                    on_press=move |()| {
                        terms.update(|terms| {
                            let next = terms.last().cloned().map(|term| Term { value: String::new(), ..term });
                            terms.push(next.unwrap_or_else(|| Term::word("")));
                        });
                    }
                >
                    "Add alternative"
                </Button>
            </div>
        </Dialog>
    }
}

fn term_row(
    shown: Shown,
    terms: RwSignal<Vec<Term>>,
    errors: Memo<Vec<Option<String>>>,
    at: usize,
    count: usize,
) -> AnyView {
    let Some(term) = terms.with_untracked(|terms| terms.get(at).cloned()) else { return ().into_any() };
    let change = move |change: &dyn Fn(&mut Term)| {
        terms.update(|terms| {
            if let Some(term) = terms.get_mut(at) {
                change(term);
            }
        });
    };
    let (kind, word, fields) = shown.table.with_untracked(|table| {
        let schema = table.schema();
        let word = term.path.as_ref().map_or_else(String::new, |path| match &path.key {
            Some(key) => format!("tag.{key}"),
            None => schema.get(path.field).map_or_else(String::new, |field| field.name.to_owned()),
        });
        let mut fields = vec![SelectOption::new(ANY, "Any text")];
        let every = columns::every(table).into_iter().filter(|(word, _)| word != columns::LINK);
        fields.extend(every.map(|(word, title)| SelectOption::new(word, title)));
        (term_words::kind(&term, schema), word, fields)
    });
    let operators: Vec<SelectOption> = match term.path {
        None => vec![SelectOption::new(Operator::Contains.sign(), "contains")],
        Some(_) => Operator::of(kind)
            .iter()
            .map(|one| SelectOption::new(id(*one), term_words::operator(*one, kind, false)))
            .collect(),
    };
    let negated = Memo::new(move |_| terms.with(|terms| terms.get(at).is_some_and(|term| term.is_negated)));
    let value =
        Signal::derive(move || terms.with(|terms| terms.get(at).map(|term| term.value.clone()).unwrap_or_default()));
    let error = Signal::derive(move || errors.with(|errors| errors.get(at).cloned().flatten()));
    let set_value = Callback::new(move |value: String| change(&|term| term.value.clone_from(&value)));
    let field = Callback::new(move |word: String| {
        let path = shown.table.with_untracked(|table| table.schema().path(&word));
        let kind = path.as_ref().map(|path| shown.table.with_untracked(|table| table.schema().kind_of(path)));
        change(&|term| {
            term.path.clone_from(&path);
            term.operator =
                kind.map_or(Operator::Contains, |kind| Operator::of(kind).first().copied().unwrap_or(Operator::Is));
            term.value = String::new();
        });
    });
    let operator = Callback::new(move |sign: String| {
        let found = Operator::of(kind).iter().copied().find(|one| id(*one) == sign);
        change(&|term| term.operator = found.unwrap_or(term.operator));
    });
    let (word, sign) = (StoredValue::new(word), id(term.operator));
    let last = (count == 1).then(|| "A filter has one condition at least".to_owned());
    view! {
        {(at > 0).then(|| view! { <p class="small muted">"or"</p> })}
        <div class="term">
            <Select label="Field" options=Signal::stored(fields) value=Signal::derive(move || Some(word.get_value())) on_change=field />
            <Select label="Operator" options=Signal::stored(operators) value=Signal::stored(Some(sign.to_owned())) on_change=operator />
            {value_field(shown, &term, kind, value, error, set_value)}
            <div class="term-more">
                <Checkbox label="Not" checked=negated on_change=move |on: bool| change(&|term| term.is_negated = on) />
                <IconButton
                    glyph=Glyph::Trash
                    label="Remove this condition"
                    disabled=last
                    on_press=move |()| {
                        terms.update(|terms| drop(terms.remove(at)));
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn value_field(
    shown: Shown,
    term: &Term,
    kind: Kind,
    value: Signal<String>,
    error: Signal<Option<String>>,
    set: Callback<String>,
) -> AnyView {
    if term.operator == Operator::Known {
        return view! { <span></span> }.into_any();
    }
    let facets = |path: &Path| shown.table.with_untracked(|table| facet::words(table, path));
    let options: Option<Vec<SelectOption>> = match (kind, &term.path) {
        (Kind::Choice(choices), Some(path)) => {
            let facets = facets(path);
            let count = |word: &str| {
                facets.iter().find(|facet| facet.value.as_deref() == Some(word)).map_or(0, |facet| facet.rows)
            };
            Some(
                choices
                    .iter()
                    .map(|choice| SelectOption::new(choice.word, choice.label).hint(count(choice.word).to_string()))
                    .collect(),
            )
        }
        (Kind::Word | Kind::Version | Kind::Tags, Some(path)) if term.operator == Operator::Is => {
            let mut options: Vec<SelectOption> = facets(path)
                .into_iter()
                .filter_map(|facet| {
                    Some(SelectOption::new(facet.value.clone()?, facet.value?).hint(facet.rows.to_string()))
                })
                .collect();
            // What was written stays, though no device has it.
            if !term.value.is_empty() && !options.iter().any(|option| option.id == term.value) {
                options.push(SelectOption::new(term.value.clone(), term.value.clone()).hint("0"));
            }
            Some(options).filter(|options| !options.is_empty())
        }
        _ => None,
    };
    let Some(options) = options else {
        let help = match kind {
            Kind::Time => Some("A span such as 7d or 3h, or a date such as 2026-11-22"),
            Kind::Version => Some("As far as you write it: 6, 6.5, 6.5.0+rev1"),
            Kind::Number(table::schema::Unit::Megabytes) => Some("512MB, 1.5GB"),
            _ => None,
        };
        return view! { <TextField label="Value" value on_input=set error help=help.map(str::to_owned) /> }.into_any();
    };
    view! {
        <div class="vstack">
            <Select
                label="Value"
                options=Signal::stored(options)
                value=Signal::derive(move || Some(value.get()).filter(|value| !value.is_empty()))
                on_change=set
                placeholder="Choose"
            />
            {move || error.get().map(|error| view! { <p class="small fail-t" role="alert">{error}</p> })}
        </div>
    }
    .into_any()
}

/// What an operator is called among the options.
const fn id(operator: Operator) -> &'static str {
    match operator {
        Operator::Known => "has",
        operator => operator.sign(),
    }
}
