//! The two bars over the log: which sources and levels, the search, and what to do with the rows.

use std::time::Duration;

use leptos::{html, prelude::*};
use logs::filter::Filter;
use logs::level::Level;
use logs::line::SUPERVISOR;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::chip::ToggleChip;
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::segmented::{Choice, Segmented};

use super::row::swatch;
use super::state::Panel;
use super::take_away;

/// How long typing rests before the search runs.
const REST: Duration = Duration::from_millis(120);

/// Chips of the sources, the least level, the zone.
#[component]
pub(super) fn SourceBar(
    panel: Panel,
    services: Signal<Vec<String>>,
    filter: Signal<Filter>,
    on_filter: Callback<Filter>,
) -> impl IntoView {
    let names = Memo::new(move |_| {
        panel.revision.track();
        let mut names = services.get();
        panel.log().with_untracked(|log| {
            for source in log.sources().map(|it| it.name).filter(|it| *it != SUPERVISOR) {
                if !names.iter().any(|name| name == source) {
                    names.push(source.to_owned());
                }
            }
        });
        names.push(SUPERVISOR.to_owned());
        names
    });
    let chip = move |name: String| {
        let rows = {
            let name = name.clone();
            Memo::new(move |_| {
                panel.revision.track();
                panel.log().with_untracked(|log| log.sources().find(|it| it.name == name).map_or(0, |it| it.rows))
            })
        };
        let (shown, toggled, only) = (name.clone(), name.clone(), name.clone());
        view! {
            // Two presses cancel out, so that a double press may mean "this one only".
            <span class="chip-slot" on:dblclick=move |_| on_filter.run(only_source(&filter.get_untracked(), &only))>
                <ToggleChip
                    pressed=Signal::derive(move || filter.with(|filter| filter.shows_source(&shown)))
                    on_toggle=move |_| {
                        on_filter.run(filter.with_untracked(|filter| names.with_untracked(|names| filter.toggled(&toggled, names))));
                    }
                    swatch=swatch(&name)
                    count=Signal::derive(move || brief(rows.get()))
                >
                    {if name == SUPERVISOR { "Supervisor".to_owned() } else { name }}
                </ToggleChip>
            </span>
        }
    };
    let show_all = move || on_filter.run(Filter { sources: None, ..filter.get_untracked() });
    view! {
        <div class="bar log-bar">
            <div class="log-sources" role="group" aria-label="Services">
                <For each=move || names.get() key=Clone::clone children=chip />
                {move || filter.with(|filter| filter.sources.is_some()).then(|| view! {
                    <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=move |()| show_all()>"Show all"</Button>
                })}
            </div>
            <span class="push"></span>
            <Segmented
                label="Least level"
                choices=vec![
                    Choice::new(Level::Debug, "All levels"),
                    Choice::new(Level::Info, "Info"),
                    Choice::new(Level::Warn, "Warn"),
                    Choice::new(Level::Error, "Error"),
                ]
                value=Signal::derive(move || filter.with(|filter| filter.min_level))
                on_change=move |min_level| on_filter.run(Filter { min_level, ..filter.get_untracked() })
            />
            <Segmented
                label="Time zone"
                choices=vec![Choice::new(false, "Local"), Choice::new(true, "UTC")]
                value=panel.utc
                on_change=move |utc| {
                    panel.utc.set(utc);
                    panel.redraw();
                }
            />
        </div>
    }
}

/// Search with its count and steps, and the actions on the rows shown.
#[component]
pub(super) fn SearchBar(
    panel: Panel,
    filter: Signal<Filter>,
    on_filter: Callback<Filter>,
    name: Signal<String>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(filter.with_untracked(|filter| filter.text.clone()));
    // The address may change from elsewhere (Back, a link): the field follows, unless it is being typed in.
    Effect::new(move |_| {
        let wished = filter.with(|filter| filter.text.clone());
        let typing =
            field.get_untracked().is_some_and(|field| document().active_element().as_ref() == Some(field.as_ref()));
        if !typing {
            text.set(wished);
        }
    });
    let search = debounce(REST, move |wished: String| {
        if let Some(filter) = filter.try_get_untracked().filter(|filter| filter.text != wished) {
            on_filter.run(Filter { text: wished, ..filter });
        }
    });
    let search = StoredValue::new_local(search);
    let type_in = move |wished: String| {
        text.set(wished.clone());
        search.update_value(|search| search(wished));
    };
    let count = move || {
        panel.revision.track();
        let marked = panel.marked.get();
        panel.with_view(|view| {
            view.finder()?;
            Some(match (view.hits(), marked.and_then(|number| view.hit_position(number).ok())) {
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
            panel.step_match(!event.shift_key());
        }
    };
    view! {
        <div class="bar log-bar">
            <div class="log-search" role="search" on:keydown=on_key>
                <SearchField label="Search the log" value=text on_input=type_in node_ref=field />
                <span class="log-count small muted tn" role="status">{count}</span>
                <IconButton glyph=Glyph::ChevronUp label="Previous match" on_press=move |()| panel.step_match(false) />
                <IconButton glyph=Glyph::ChevronDown label="Next match" on_press=move |()| panel.step_match(true) />
            </div>
            <span class="log-tools">
                <IconButton
                    glyph=Glyph::Filter
                    label="Only matches"
                    outlined=true
                    pressed=Signal::derive(move || filter.with(|filter| filter.only_matches))
                    on_press=move |()| {
                        let filter = filter.get_untracked();
                        on_filter.run(Filter { only_matches: !filter.only_matches, ..filter });
                    }
                />
                <IconButton
                    glyph=Glyph::Wrap
                    label="Wrap lines"
                    outlined=true
                    pressed=panel.wrap
                    on_press=move |()| panel.wrap.update(|wrap| *wrap = !*wrap)
                />
                <IconButton glyph=Glyph::Copy label="Copy the lines shown" outlined=true on_press=move |()| take_away::copy(panel) />
                <IconButton
                    glyph=Glyph::Download
                    label="Download the lines shown"
                    outlined=true
                    on_press=move |()| take_away::save(panel, &name.get_untracked())
                />
                {move || if panel.following.get() {
                    view! { <Button icon=Glyph::Pause on_press=move |()| panel.pause()>"Pause"<kbd class="shortcut">"Space"</kbd></Button> }
                } else {
                    view! { <Button icon=Glyph::ArrowDown on_press=move |()| panel.follow()>"Follow"<kbd class="shortcut">"Space"</kbd></Button> }
                }}
            </span>
        </div>
    }
}

fn only_source(filter: &Filter, name: &str) -> Filter {
    Filter { sources: Some([name.to_owned()].into()), ..filter.clone() }
}

/// A count as a chip has room for: `412`, `9.2 k`, `31 k`.
fn brief(count: usize) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{} k", count / 1000, count % 1000 / 100),
        10_000..1_000_000 => format!("{} k", count / 1000),
        _ => format!("{}.{} M", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn counts_are_short() {
        assert_eq!([0, 412, 9_249, 31_999, 1_250_000].map(brief), ["0", "412", "9.2 k", "31 k", "1.2 M"]);
    }
}
