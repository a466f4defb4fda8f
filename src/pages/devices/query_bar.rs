//! The filter as text: coloured, completed from what the fleet has, run as it is typed.

use leptos::html;
use leptos::prelude::*;
use model::figure::{counted, grouped};
use table::filter::complete::{self, Offered, complete};
use ui::query_box::{Completion, QueryBox, QueryError, Token, TokenKind};

use super::shown::Shown;
use crate::routes::device_list::DeviceList;
use crate::services::shortcuts::use_shortcut;

/// The line over the list. `/` goes there, Enter goes to the list (`on_run`).
#[component]
pub(super) fn QueryBar(
    shown: Shown,
    list: Memo<DeviceList>,
    go: Callback<DeviceList>,
    #[prop(into)] on_run: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    use_shortcut("/", "Filter the list", move || {
        if let Some(input) = input.get_untracked() {
            // Gone by now: nothing to go to.
            let _ = input.focus();
            input.select();
        }
    });
    let value = Signal::derive(move || list.with(|list| list.query.clone()));
    let error = Signal::derive(move || {
        shown.error.with(|error| {
            let error = error.as_ref()?;
            let place = list.with(|list| list.query.get(..error.at.start).map_or(0, |before| before.chars().count()));
            Some(QueryError {
                range: error.at.clone(),
                sentence: format!("{} (at character {})", error.message, place + 1),
            })
        })
    });
    let reading = Signal::derive(move || {
        let (matching, total) = (shown.matching() as u64, shown.total()? as u64);
        Some(if list.with(DeviceList::narrows) {
            format!("{} of {}", grouped(matching), counted(total, "device", "devices"))
        } else {
            counted(total, "device", "devices")
        })
    });
    view! {
        <QueryBox
            label="Filter the devices"
            placeholder="Filter: name, status:offline, os<6.5, tag.site:north, last_seen>7d"
            value
            on_input=move |query: String| go.run(list.with_untracked(|list| list.with_query(query)))
            on_run
            tokens=|text: String| tokens(&text)
            complete=move |(text, caret): (String, usize)| completions(shown, &text, caret)
            error
            reading
            node_ref=input
        />
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let kind = |token| match token {
        complete::Token::Field => TokenKind::Key,
        complete::Token::Operator => TokenKind::Operator,
        complete::Token::Value => TokenKind::Value,
    };
    complete::tokens(text).into_iter().map(|(range, token)| Token { range, kind: kind(token) }).collect()
}

fn completions(shown: Shown, text: &str, caret: usize) -> Vec<Completion> {
    let found = shown.table.with_untracked(|table| complete(text, caret, table));
    let mut former = None;
    found
        .items
        .into_iter()
        .map(|item| {
            let heading = match item.offered {
                Offered::Field => "Fields",
                Offered::Operator => "Operators",
                Offered::Value => "Values, counted in this fleet",
            };
            let is_new = former.replace(item.offered) != Some(item.offered);
            let rows = item.rows.map(|rows| grouped(rows as u64));
            let words = (item.label != item.text).then_some(item.label);
            let hint: Vec<String> = words.into_iter().chain(rows).collect();
            // A value ends its term; a field and an operator wait for more.
            let blank = if item.offered == Offered::Value && caret == text.len() { " " } else { "" };
            Completion {
                range: found.replace.clone(),
                insert: format!("{}{blank}", item.text),
                label: item.text,
                hint: (!hint.is_empty()).then(|| hint.join("  ")),
                heading: is_new.then(|| heading.to_owned()),
            }
        })
        .collect()
}
