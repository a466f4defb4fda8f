//! A modal dialog in the middle of the page; from below on a phone.

use leptos::prelude::*;

use crate::modal::Modal;

/// A dialog shown while `open`. Esc, the cross and a press on the scrim call `on_close`; the focus returns to where it was.
/// `note` stands left in the footer (how to undo), `footer` holds the buttons: least harmful first, the action last and named with
/// object and count. `wide` is 760 px instead of 480.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] note: ViewFn,
    #[prop(optional, into)] footer: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let footer = StoredValue::new(footer);
    let note = StoredValue::new(note);
    let is_open = Memo::new(move |_| open.get());
    let class = if wide { "dialog wide" } else { "dialog" };
    let content = StoredValue::new(ViewFn::from(
        move || view! { <div class="body">{children.with_value(|children| children())}</div> },
    ));
    move || {
        is_open.get().then(|| {
            view! { <Modal class on_close title note footer content /> }
        })
    }
}
