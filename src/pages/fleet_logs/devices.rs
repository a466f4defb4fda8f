//! Which devices the log is of: the filter of the device list, with how many match.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::html;
use leptos::prelude::*;
use model::figure::{counted, grouped};
use table::filter::error::FilterError;
use ui::query_box::{QueryBox, QueryError};

use crate::data::device_table::DeviceTable;
use crate::data::fleet_log::{MOST_DEVICES, Matching};
use crate::parts::device_query::{completions, tokens};
use crate::services::shortcuts::use_shortcut;

/// The line over the log. `/` goes there.
#[component]
pub(super) fn DeviceBox(
    table: DeviceTable,
    query: Memo<String>,
    error: Memo<Option<FilterError>>,
    matching: Memo<Option<Matching>>,
    #[prop(into)] on_query: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    use_shortcut("/", "Choose the devices of the log", move || {
        if let Some(input) = input.get_untracked() {
            // Gone by now: nothing to go to.
            let _ = input.focus();
            input.select();
        }
    });
    let error = Signal::derive(move || {
        error.with(|error| {
            let error = error.as_ref()?;
            let place = query.with(|query| query.get(..error.at.start).map_or(0, |before| before.chars().count()));
            Some(QueryError {
                range: error.at.clone(),
                sentence: format!("{} (at character {})", error.message, place + 1),
            })
        })
    });
    let reading = Signal::derive(move || {
        let count = matching.with(|matching| matching.as_ref().map(|matching| matching.count))?;
        Some(if count > MOST_DEVICES {
            format!("{} match, the first {} are followed", grouped(count as u64), grouped(MOST_DEVICES as u64))
        } else {
            let verb = if count == 1 { "matches" } else { "match" };
            format!("{} {verb}", counted(count as u64, "device", "devices"))
        })
    });
    view! {
        <QueryBox
            label="Devices of the log"
            placeholder="All devices. Narrow: name, status:updating, release:2.14.1, tag.site:north"
            value=query
            on_input=on_query
            on_run=|()| ()
            tokens=|text: String| tokens(&text)
            complete=move |(text, caret): (String, usize)| table.with_untracked(|table| completions(table, &text, caret))
            error
            reading
            node_ref=input
        />
    }
}
