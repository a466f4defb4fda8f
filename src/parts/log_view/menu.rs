//! What else can be done with a log: how rows look, what is taken away, which filters are kept.

use leptos::prelude::*;
use logs::desk::ask::{Ask, Destination, Form, Take};
use ui::menu::{Menu, MenuItem};

use super::keeping;
use super::panel::Panel;
use crate::routes::log_query::LogQuery;
use crate::services::kept_filters::{KeptFilter, use_kept_filters};
use crate::services::log_keeping::use_log_keeping;

/// The menu.
#[component]
pub(super) fn LogMenu(panel: Panel, name: Signal<String>) -> impl IntoView {
    let (kept, choice) = (use_kept_filters(), use_log_keeping());
    let items = Signal::derive(move || {
        let tick = |is_on: bool| if is_on { "on" } else { "off" };
        let query = panel.query.get();
        let (first, last) = panel.range().unwrap_or_default();
        let many = last > first;
        let none = panel.marked.get().is_none().then(|| "Mark a line first: click it, or press J.".to_owned());
        let no_text = query.text.is_empty().then(|| "Search for it first.".to_owned());
        let mut items = vec![
            MenuItem::new("fold", "Fold lines that are alike").hint(tick(query.is_folded)).heading("Lines"),
            MenuItem::new("dense", "Dense rows").hint(tick(panel.dense.get())),
            MenuItem::new("clock", other_clock(panel)).hint(tick(panel.clock.is_other.get())),
            MenuItem::new("kinds", "Kinds of messages").hint(tick(panel.about.is_open.get())),
            MenuItem::new("reading", "Read line by line (screen reader)").hint(tick(panel.reading.get())),
            MenuItem::new("context", "Show the marked line among all lines").disabled(none.clone()),
            MenuItem::new("kind", "Hide lines like the marked one").hint("H").disabled(none.clone()),
            MenuItem::new("without", "Hide lines with the text searched for").disabled(no_text),
            MenuItem::new("copy-range", if many { "Copy the marked lines" } else { "Copy the marked line" })
                .disabled(none)
                .heading("Take away"),
            MenuItem::new("json", "Download the lines shown as NDJSON"),
            MenuItem::new("all", "Download every line held"),
            MenuItem::new("all-json", "Download every line held as NDJSON"),
            MenuItem::new("clear", "Clear what is held in this tab"),
        ];
        items.extend(keeping::items(panel, choice));
        let is_kept = kept.list().with(|list| list.iter().any(|filter| filter.is_of(&query)));
        let why = if query == LogQuery::default() {
            Some("There is no filter to keep.".to_owned())
        } else {
            is_kept.then(|| "It is kept already.".to_owned())
        };
        items.push(MenuItem::new("keep", "Keep this filter").disabled(why).heading("Filters of this browser"));
        kept.list().with(|list| {
            for (at, filter) in list.iter().enumerate() {
                items.push(MenuItem::new(format!("use {at}"), filter.title()));
                if filter.is_of(&query) {
                    items.push(MenuItem::new(format!("forget {at}"), format!("Forget “{}”", filter.title())));
                }
            }
        });
        items
    });
    let choose = move |chosen: String| match chosen.as_str() {
        about if keeping::choose(panel, about) => {}
        "fold" => panel.change(|query| LogQuery { is_folded: !query.is_folded, ..query }),
        "dense" => panel.dense.update(|dense| *dense = !*dense),
        "clock" => panel.clock.is_other.update(|other| *other = !*other),
        "reading" => panel.reading.update(|reading| *reading = !*reading),
        "kinds" => panel.about.is_open.update(|open| *open = !*open),
        "kind" => panel.hide_kind(),
        "context" => panel.show_among_all(),
        "without" => panel.change(|query| {
            let mut without = query.without.clone();
            without.push(query.text.clone());
            LogQuery { without, text: String::new(), ..query }
        }),
        "copy-range" => panel.copy_range(),
        "json" => panel.take_away(Take::Shown, Form::NdJson, Destination::File),
        "all" => panel.take_away(Take::All, Form::Text, Destination::File),
        "all-json" => panel.take_away(Take::All, Form::NdJson, Destination::File),
        "clear" => {
            panel.log().ask.run(Ask::Clear);
            panel.follow();
        }
        "keep" => {
            let filter = KeptFilter::of(panel.query.get_untracked());
            panel.announcer.say(format!("Kept “{}” in this browser", filter.title()));
            kept.keep(filter);
        }
        other => {
            let (verb, at) = other.split_once(' ').unwrap_or_default();
            let filter = at.parse().ok().and_then(|at: usize| kept.list().with_untracked(|list| list.get(at).cloned()));
            match (verb, filter) {
                ("use", Some(filter)) => panel.change(|_| filter.query()),
                ("forget", Some(filter)) => kept.forget(&filter),
                _ => {}
            }
        }
    };
    view! { <Menu label=Signal::derive(move || format!("More for the log of {}", name.get())) items on_choose=choose outlined=true /> }
}

fn other_clock(panel: Panel) -> &'static str {
    let is_merged = panel.drawn.with(|shown| shown.rows.first().is_some_and(|row| !row.device.is_empty()));
    if is_merged { "Times by the devices’ clocks" } else { "Times by the server’s clock" }
}

impl Panel {
    /// The marked line where it stands among the lines that the filter hides.
    pub(super) fn show_among_all(self) {
        self.change(|query| LogQuery { line: query.line, ..LogQuery::default() });
        if let Some(number) = self.marked.get_untracked() {
            self.mark(number);
        }
    }

    /// Hides the lines that are of the marked one's kind.
    pub(super) fn hide_kind(self) {
        if let Some(number) = self.marked.get_untracked() {
            self.log().ask.run(Ask::Sign { number });
        }
    }

    /// Copies the marked rows.
    pub(super) fn copy_range(self) {
        if let Some((first, last)) = untrack(|| self.range()) {
            self.take_away(Take::Range { first, last }, Form::Text, Destination::Clipboard);
        }
    }
}
