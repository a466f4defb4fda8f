//! The filter as text: coloured, completed from what the fleet has, run as it is typed.

use leptos::html;
use leptos::prelude::*;
use model::figure::{counted, grouped};
use ui::query_box::{QueryBox, QueryError};

use super::shown::Shown;
use crate::parts::device_query::{completions, tokens};
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
            complete=move |(text, caret): (String, usize)| shown.table.with_untracked(|table| completions(table, &text, caret))
            error
            reading
            node_ref=input
        />
    }
}
