//! What is said when the line that an address names is not kept any more.

use leptos::prelude::*;
use logs::desk::tell::Tell;
use ui::banner::Strip;
use ui::button::{Button, ButtonSize};
use ui::icon::Glyph;
use ui::tone::Tone;

use super::panel::Panel;
use crate::routes::log_query::LogQuery;

/// Stands over the rows until a row is marked or the line is taken out of the address.
#[component]
pub(super) fn MissingLine(panel: Panel) -> impl IntoView {
    let is_missing = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(Tell::Found(found)) = panel.log().answer.get() {
            is_missing.set(found.is_none());
        }
    });
    let is_said = Memo::new(move |_| {
        is_missing.get() && panel.marked.get().is_none() && panel.query.with(|query| query.line.is_some())
    });
    let forget = move |()| panel.change(LogQuery::without_line);
    move || {
        is_said.get().then(|| {
            view! {
                <Strip tone=Tone::Warn glyph=Glyph::Warning>
                    <span class="words">"The line of this link is not kept any more. This is what there is of the log."</span>
                    <Button size=ButtonSize::Small on_press=forget>"Dismiss"</Button>
                </Strip>
            }
        })
    }
}
