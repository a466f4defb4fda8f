//! The line that narrows the list of releases; what it says is the address.

use leptos::prelude::*;
use model::figure::grouped;
use model::release::{Release, Standing};
use ui::chip::ToggleChip;
use ui::field::SearchField;
use ui::state_mark::StateMark;

use super::chooser::ColumnChooser;
use super::order;
use crate::parts::release_standing::mark;
use crate::routes::release_list::ReleaseList;

/// A text, a chip for each standing that some release has, and the columns.
#[component]
pub(super) fn Filters(
    all: Memo<Option<Vec<Release>>>,
    list: Memo<ReleaseList>,
    go: Callback<ReleaseList>,
) -> impl IntoView {
    let text = Signal::derive(move || list.with(|list| list.text.clone()));
    let chip = move |standing: Standing| {
        let count = Memo::new(move |_| all.with(|all| all.as_ref().map(|all| order::count(all, standing))));
        // A standing that no release has and that is not asked for is no help.
        let is_shown =
            Memo::new(move |_| count.get().unwrap_or(0) > 0 || list.with(|list| list.standings.contains(&standing)));
        let pressed = Signal::derive(move || list.with(|list| list.standings.contains(&standing)));
        let words = Signal::derive(move || count.get().map(|count| grouped(count as u64)));
        let (tone, shape) = mark(standing);
        move || {
            is_shown.get().then(|| {
                view! {
                    <ToggleChip
                        pressed
                        on_toggle=move |_: bool| go.run(list.with_untracked(|list| list.toggled(standing)))
                        count=words
                    >
                        <StateMark tone shape />
                        {standing.label()}
                    </ToggleChip>
                }
            })
        }
    };
    let chips = Standing::ALL.map(|standing| chip(standing).into_any()).into_iter().collect_view();
    view! {
        <div class="bar" role="search" aria-label="Filter releases">
            <div class="filter-text">
                <SearchField
                    label="Filter releases"
                    placeholder="Version, commit, note, tag"
                    value=text
                    on_input=move |text| go.run(ReleaseList { text, ..list.get_untracked() })
                    small=true
                />
            </div>
            {chips}
            <span class="push"></span>
            <ColumnChooser list go />
        </div>
    }
}
