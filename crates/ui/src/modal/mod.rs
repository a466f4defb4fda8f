//! What dialog and sheet share: the browser's own `<dialog>`, which makes the rest of the page inert, its head and its foot.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{icon::Glyph, icon_button::IconButton, unique_id::unique_id};

/// Where the focus goes first, in this order: what the caller marked, a field, the least harmful button of the footer.
const FIRST: [&str; 3] = [
    "[data-first-focus]",
    ".body input, .body .select",
    "footer .btn:not(.danger):not(.ink), footer .btn:not(.danger)",
];

/// The open layer. `class` is its shape; `content` stands between head and foot and scrolls by itself.
#[component]
pub fn Modal(
    class: &'static str,
    on_close: Callback<()>,
    title: Signal<String>,
    note: StoredValue<ViewFn>,
    footer: StoredValue<Option<ViewFn>>,
    content: StoredValue<ViewFn>,
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
            class=class
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
                {content.with_value(ViewFn::run)}
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
