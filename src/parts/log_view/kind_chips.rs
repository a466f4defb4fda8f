//! The kinds of messages that the address hides or shows alone, each with a way back.

use leptos::prelude::*;
use ui::chip::FilterChip;

use super::panel::Panel;
use super::query::kind_text;
use crate::routes::log_query::LogQuery;

#[component]
pub(super) fn KindChips(panel: Panel) -> impl IntoView {
    let kinds = Memo::new(move |_| panel.query.with(|query| query.kinds.clone()));
    move || {
        let kinds = kinds.get();
        (!kinds.is_empty()).then(|| {
            let chips = kinds.into_iter().map(|kind| {
                let gone = kind.clone();
                view! {
                    <FilterChip
                        key=if kind.is_hidden { "without the kind" } else { "only the kind" }
                        operator=""
                        value=kind_text(&kind.sign)
                        on_remove=move |()| {
                            let gone = gone.clone();
                            panel.change(|query| LogQuery {
                                kinds: query.kinds.iter().filter(|kind| **kind != gone).cloned().collect(),
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
