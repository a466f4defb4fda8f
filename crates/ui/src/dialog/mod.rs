//! A modal dialog on the browser's own `<dialog>`, which makes the rest of the page inert.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{icon::Glyph, icon_button::IconButton, unique_id::unique_id};

/// Where the focus goes first, in this order: what the caller marked, a field, the least harmful button of the footer.
const FIRST: [&str; 3] = [
    "[data-first-focus]",
    ".body input, .body .select",
    "footer .btn:not(.danger):not(.ink), footer .btn:not(.danger)",
];

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
    move || {
        is_open.get().then(|| {
            view! { <Modal on_close title wide note footer children /> }
        })
    }
}

#[component]
fn Modal(
    on_close: Callback<()>,
    title: Signal<String>,
    wide: bool,
    note: StoredValue<ViewFn>,
    footer: StoredValue<Option<ViewFn>>,
    children: StoredValue<ChildrenFn>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let id = unique_id("dialog");
    let title_id = id.clone();
    let before = StoredValue::new_local(
        document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()),
    );
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            if !dialog.open() {
                // Fails only when the element has left the page meanwhile.
                let _ = dialog.show_modal();
            }
            let first = FIRST.iter().find_map(|selector| dialog.query_selector(selector).ok().flatten());
            if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
                // Without a first control the dialog itself keeps the focus, as the browser set it.
                let _ = first.focus();
            }
        }
    });
    on_cleanup(move || {
        // While it is open nothing outside it can take the focus.
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
        if let Some(before) = before.try_get_value().flatten() {
            // What opened the dialog may be gone; then the focus stays with the page.
            let _ = before.focus();
        }
    });
    let on_scrim = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.as_ref().is_some_and(|target| target.tag_name() == "DIALOG") {
            on_close.run(());
        }
    };
    view! {
        <dialog
            class="dialog"
            class:wide=wide
            aria-modal="true"
            aria-labelledby=id
            node_ref=dialog
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=on_scrim
            on:keydown=move |event| event.stop_propagation()
        >
            <div class="sheet-of-paper">
                <header>
                    <h2 id=title_id>{title}</h2>
                    <IconButton glyph=Glyph::Close label="Close" on_press=on_close />
                </header>
                <div class="body">{children.with_value(|children| children())}</div>
                {footer.with_value(Clone::clone).map(|footer| {
                    view! {
                        <footer>
                            <div class="note">{note.with_value(ViewFn::run)}</div>
                            {footer.run()}
                        </footer>
                    }
                })}
            </div>
        </dialog>
    }
}
