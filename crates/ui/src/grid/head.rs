//! The headings of a grid.
#![expect(unreachable_pub, reason = "the component macro writes `pub` items for a narrower component")]

use leptos::prelude::*;

use super::sort::{Direction, Sort};
use crate::icon::{Glyph, Icon};

/// One heading; a button when it sorts.
#[component]
pub(super) fn Heading(
    id: &'static str,
    title: String,
    numeric: bool,
    sortable: bool,
    sort: Signal<Option<Sort>>,
    on_sort: Option<Callback<Sort>>,
) -> impl IntoView {
    let direction = Memo::new(move |_| sort.get().filter(|sort| sort.column == id).map(|sort| sort.direction));
    let aria_sort = move || {
        sortable.then(|| match direction.get() {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        })
    };
    let arrow = move || {
        direction.get().map(|direction| {
            let glyph = if direction == Direction::Ascending { Glyph::ArrowUp } else { Glyph::ArrowDown };
            view! { <Icon glyph size=12 /> }
        })
    };
    let words = match on_sort.filter(|_| sortable) {
        Some(on_sort) => view! {
            <button type="button" on:click=move |_| on_sort.run(Sort::pressed(sort.get_untracked(), id))>
                {title}
                {arrow}
            </button>
        }
        .into_any(),
        None => title.into_any(),
    };
    view! {
        <div role="columnheader" class="gc" class:num=numeric aria-sort=aria_sort>
            {words}
        </div>
    }
}
