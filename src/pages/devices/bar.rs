//! The floating bar of a selection: how many, what can be done with them, and the way out.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use model::figure::grouped;
use ui::button::{Button, ButtonKind, ButtonSize};

use super::selected::Selected;

/// Shown while something is chosen. `children` are the actions; Esc anywhere on the page lets go.
#[component]
pub(super) fn SelectionBar(
    selected: Signal<Option<Selected>>,
    #[prop(into)] on_clear: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let count = Memo::new(move |_| selected.with(|selected| selected.as_ref().map(|selected| selected.count)));
    let is_shown = Memo::new(move |_| count.get().is_some());
    let escape = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() && is_shown.get_untracked() && !is_elsewhere(&event) {
            on_clear.run(());
        }
    });
    on_cleanup(move || escape.remove());
    let children = StoredValue::new(children);
    move || {
        is_shown.get().then(|| {
            view! {
                <div class="bulk" role="toolbar" aria-label="Selected devices">
                    <span class="tn" role="status">
                        {move || count.get().map(|count| format!("{} selected", grouped(count as u64)))}
                    </span>
                    {children.with_value(|children| children())}
                    <span class="sep"></span>
                    <Button kind=ButtonKind::Ghost size=ButtonSize::Small shortcut="Esc" on_press=on_clear>"Clear"</Button>
                </div>
            }
        })
    }
}

/// Esc belongs to what is nearer: a field, a menu, a dialog.
fn is_elsewhere(event: &KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast as _;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let nearer = "input:not([type=checkbox]), textarea, select, dialog, [role=dialog], [role=menu], [role=listbox]";
    target.is_some_and(|target| target.closest(nearer).is_ok_and(|found| found.is_some()))
}
