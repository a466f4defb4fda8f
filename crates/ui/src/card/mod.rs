//! A part of a page with a rule around it.

use leptos::prelude::*;

use crate::unique_id::unique_id;

/// A titled card. `aside` stands beside the title (a count, a badge), `actions` at the right of the header, `footer` under it all.
/// Children come without padding; wrap prose in `.in`.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] aside: ViewFn,
    #[prop(optional, into)] actions: ViewFn,
    #[prop(optional, into)] footer: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let id = unique_id("card");
    let title_id = id.clone();
    view! {
        <section class="card" aria-labelledby=id>
            <header>
                <h2 id=title_id>{title}</h2>
                {move || aside.run()}
                <span class="push"></span>
                {move || actions.run()}
            </header>
            {children()}
            {footer.map(|footer| view! { <footer>{footer.run()}</footer> })}
        </section>
    }
}
