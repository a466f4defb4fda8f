//! The bar of the search: what to look for, what to leave out, and what to do with the rows.

use std::time::Duration;

use leptos::{html, prelude::*};
use logs::desk::ask::{Destination, Form, Take};
use logs::desk::step::Target;
use ui::button::Button;
use ui::chip::FilterChip;
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;

use super::kind_chips::KindChips;
use super::menu::LogMenu;
use super::panel::Panel;
use crate::routes::log_query::LogQuery;

/// How long typing rests before the address changes, while the log is still looking for what was typed before.
const REST: Duration = Duration::from_millis(20);

/// Search with its count and steps, and the actions on the rows shown.
#[component]
pub(super) fn SearchBar(panel: Panel, name: Signal<String>) -> impl IntoView {
    let query = panel.query;
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(query.with_untracked(|query| query.text.clone()));
    // The address may change from elsewhere (Back, a link): the field follows, unless it is being typed in.
    Effect::new(move |_| {
        let wished = query.with(|query| query.text.clone());
        let typing =
            field.get_untracked().is_some_and(|field| document().active_element().as_ref() == Some(field.as_ref()));
        if !typing {
            text.set(wished);
        }
    });
    let search = move || {
        let Some(wished) = text.try_get_untracked() else { return };
        if query.try_with_untracked(|query| query.text != wished) == Some(true) {
            panel.change(|query| LogQuery { text: wished, line: None, ..query });
        }
    };
    let later = StoredValue::new_local(debounce(REST, move |()| search()));
    let type_in = move |wished: String| {
        text.set(wished);
        // A log that answers fast is asked at each key; searches that take long do not queue.
        if panel.is_waiting() {
            later.update_value(|later| later(()));
        } else {
            search();
        }
    };
    let problem = Memo::new(move |_| panel.drawn.with(|shown| shown.problem.clone()));
    let count = move || {
        panel.drawn.with(|shown| {
            let hits = shown.hits?;
            Some(match (hits, shown.mark.and_then(|mark| mark.hit)) {
                (0, _) => "No match".to_owned(),
                (hits, Some(at)) => format!("{} of {hits}", at + 1),
                (1, None) => "1 match".to_owned(),
                (hits, None) => format!("{hits} matches"),
            })
        })
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            panel.step(Target::Hit, !event.shift_key());
        }
    };
    view! {
        <div class="bar log-bar">
            <div class="log-search" role="search" on:keydown=on_key>
                <SearchField label="Search the log" value=text on_input=type_in node_ref=field />
                <span class="log-count small muted tn" role="status">{count}</span>
                <IconButton glyph=Glyph::ChevronUp label="Previous match" on_press=move |()| panel.step(Target::Hit, false) />
                <IconButton glyph=Glyph::ChevronDown label="Next match" on_press=move |()| panel.step(Target::Hit, true) />
                <Switch panel label="Regular expression" words=".*" is_on=|query| query.is_regex turn=|query| LogQuery { is_regex: !query.is_regex, ..query } />
                <Switch panel label="Match case" words="Aa" is_on=|query| query.match_case turn=|query| LogQuery { match_case: !query.match_case, ..query } />
            </div>
            <span class="log-tools">
                <IconButton
                    glyph=Glyph::Filter
                    label="Only matches"
                    outlined=true
                    pressed=Signal::derive(move || query.with(|query| query.only_matches))
                    on_press=move |()| panel.change(|query| LogQuery { only_matches: !query.only_matches, ..query })
                />
                <IconButton
                    glyph=Glyph::Wrap
                    label="Wrap lines"
                    outlined=true
                    pressed=panel.wrap
                    on_press=move |()| panel.wrap.update(|wrap| *wrap = !*wrap)
                />
                <IconButton
                    glyph=Glyph::Copy
                    label="Copy the lines shown"
                    outlined=true
                    on_press=move |()| panel.take_away(Take::Shown, Form::Text, Destination::Clipboard)
                />
                <IconButton
                    glyph=Glyph::Download
                    label="Download the lines shown"
                    outlined=true
                    on_press=move |()| panel.take_away(Take::Shown, Form::Text, Destination::File)
                />
                <LogMenu panel name />
                {move || if panel.following.get() {
                    view! { <Button icon=Glyph::Pause on_press=move |()| panel.pause()>"Pause"<kbd class="shortcut">"Space"</kbd></Button> }
                } else {
                    view! { <Button icon=Glyph::ArrowDown on_press=move |()| panel.follow()>"Follow"<kbd class="shortcut">"Space"</kbd></Button> }
                }}
            </span>
            {move || problem.get().map(|problem| view! { <p class="log-problem small" role="alert">{problem}</p> })}
            <Without panel />
            <KindChips panel />
        </div>
    }
}

/// A small button in the search that is on or off.
#[component]
fn Switch(
    panel: Panel,
    label: &'static str,
    words: &'static str,
    is_on: fn(&LogQuery) -> bool,
    turn: fn(LogQuery) -> LogQuery,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="log-switch"
            title=label
            aria-label=label
            aria-pressed=move || if panel.query.with(is_on) { "true" } else { "false" }
            on:click=move |_| panel.change(turn)
        >{words}</button>
    }
}

/// What is left out, each with a way back.
#[component]
fn Without(panel: Panel) -> impl IntoView {
    let texts = Memo::new(move |_| panel.query.with(|query| query.without.clone()));
    move || {
        let texts = texts.get();
        (!texts.is_empty()).then(|| {
            let chips = texts.into_iter().map(|text| {
                let gone = text.clone();
                view! {
                    <FilterChip
                        key="without"
                        operator=""
                        value=text
                        on_remove=move |()| {
                            let gone = gone.clone();
                            panel.change(|query| LogQuery {
                                without: query.without.iter().filter(|text| **text != gone).cloned().collect(),
                                ..query
                            });
                        }
                    />
                }
            });
            view! { <div class="log-without">{chips.collect_view()}</div> }
        })
    }
}
