//! The path to this page.

use leptos::prelude::*;

/// One part of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads; the last part, the page itself, leads nowhere.
    pub href: Option<String>,
}

/// The path; on narrow screens only its last two parts show.
#[component]
pub fn Breadcrumb(#[prop(into)] parts: Signal<Vec<Crumb>>) -> impl IntoView {
    let items = move || {
        let parts = parts.get();
        let last = parts.len().saturating_sub(1);
        parts
            .into_iter()
            .enumerate()
            .map(|(index, part)| {
                let words = match part.href {
                    Some(href) if index < last => view! { <a href=href>{part.label}</a> }.into_any(),
                    _ if index == last => view! { <b aria-current="page">{part.label}</b> }.into_any(),
                    _ => view! { <span>{part.label}</span> }.into_any(),
                };
                view! { <li>{words}</li> }
            })
            .collect_view()
    };
    view! {
        <nav class="crumb" aria-label="Path">
            <ol>{items}</ol>
        </nav>
    }
}
