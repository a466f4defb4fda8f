//! Which columns the list of releases has.

use leptos::prelude::*;
use ui::button::{Button, ButtonSize};
use ui::checkbox::Checkbox;
use ui::panel_button::PanelButton;

use crate::routes::release_list::{ReleaseColumn, ReleaseList};

/// A button that opens a list of columns to tick.
#[component]
pub(super) fn ColumnChooser(list: Memo<ReleaseList>, go: Callback<ReleaseList>) -> impl IntoView {
    let one = move |column: ReleaseColumn| {
        let checked = Signal::derive(move || list.with(|list| list.shown().contains(&column)));
        view! {
            <Checkbox
                label=column.title()
                checked
                on_change=move |on: bool| go.run(list.with_untracked(|list| list.with_column(column, on)))
            />
        }
    };
    view! {
        <PanelButton label="Columns" words="Columns">
            <div class="column-list">
                {ReleaseColumn::ALL.map(one).into_iter().collect_view()}
                <Button
                    size=ButtonSize::Small
                    on_press=move |()| go.run(ReleaseList { columns: None, ..list.get_untracked() })
                >
                    "Usual columns"
                </Button>
            </div>
        </PanelButton>
    }
}
