//! A modal sheet at the right edge, as high as the window: for work with many fields beside the page it belongs to.

use leptos::prelude::*;

use crate::modal::Modal;

/// A sheet shown while `open`: 560 px wide, 920 px with `wide` or an `aside`; the whole window on a phone. Head and foot stay, what is
/// between them scrolls. Esc, the cross and a press on the scrim call `on_close`; the focus returns to where it was. `aside` is a second
/// column of 392 px that scrolls by itself. `note` stands left in the footer (what follows, how to undo), `footer` holds the buttons:
/// least harmful first, the action last and named with object and count.
#[component]
pub fn Sheet(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] aside: Option<ViewFn>,
    #[prop(optional, into)] note: ViewFn,
    #[prop(optional, into)] footer: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let footer = StoredValue::new(footer);
    let note = StoredValue::new(note);
    let is_open = Memo::new(move |_| open.get());
    let class = if wide || aside.is_some() { "sheet wide" } else { "sheet" };
    let content = StoredValue::new(ViewFn::from(move || {
        let children = move || children.with_value(|children| children());
        match aside.clone() {
            None => view! { <div class="body">{children()}</div> }.into_any(),
            Some(aside) => view! {
                <div class="halves">
                    <div class="body">{children()}</div>
                    <aside>{aside.run()}</aside>
                </div>
            }
            .into_any(),
        }
    }));
    move || {
        is_open.get().then(|| {
            view! { <Modal class on_close title note footer content /> }
        })
    }
}
