//! The headings of a grid.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::prelude::*;

use super::sort::{Direction, Sort, SortPress};
use crate::icon::{Glyph, Icon};

/// One heading; a button when it sorts. Shift with a press adds it to what orders already.
#[component]
pub(super) fn Heading(
    id: String,
    title: String,
    numeric: bool,
    sortable: bool,
    sort: Signal<Vec<Sort>>,
    on_sort: Option<Callback<SortPress>>,
) -> impl IntoView {
    let held = {
        let id = id.clone();
        // The direction, and the place among several.
        Memo::new(move |_| {
            sort.with(|sort| {
                let at = sort.iter().position(|one| one.column == id)?;
                Some((sort.get(at)?.direction, (sort.len() > 1).then_some(at + 1)))
            })
        })
    };
    let aria_sort = move || {
        sortable.then(|| match held.get() {
            Some((Direction::Ascending, _)) => "ascending",
            Some((Direction::Descending, _)) => "descending",
            None => "none",
        })
    };
    let arrow = move || {
        held.get().map(|(direction, place)| {
            let glyph = if direction == Direction::Ascending { Glyph::ArrowUp } else { Glyph::ArrowDown };
            view! {
                <Icon glyph size=12 />
                {place.map(|place| view! { <span class="nth"><span class="sr-only">"order "</span>{place}</span> })}
            }
        })
    };
    let words = match on_sort.filter(|_| sortable) {
        Some(on_sort) => view! {
            <button
                type="button"
                on:click=move |event| on_sort.run(SortPress { column: id.clone(), is_added: event.shift_key() })
            >
                <span class="cut">{title}</span>
                {arrow}
            </button>
        }
        .into_any(),
        None => view! { <span class="cut">{title}</span> }.into_any(),
    };
    view! {
        <div role="columnheader" class="gc" class:num=numeric aria-sort=aria_sort>
            {words}
        </div>
    }
}
