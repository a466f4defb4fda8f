//! The path to this page.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// One part of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads; the last part, the page itself, leads nowhere.
    pub href: Option<String>,
    /// What its switcher is called ("Go to another fleet"), where others like it can be chosen.
    pub switch: Option<String>,
}

/// The path; on narrow screens only its last two parts show. `on_switch` gets the number of the part whose switcher was pressed.
#[component]
pub fn Breadcrumb(
    #[prop(into)] parts: Signal<Vec<Crumb>>,
    #[prop(optional, into)] on_switch: Option<Callback<usize>>,
) -> impl IntoView {
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
                let switch = part.switch.zip(on_switch).map(|(label, on_switch)| {
                    view! {
                        <button
                            type="button"
                            class="switch"
                            aria-haspopup="dialog"
                            aria-label=label.clone()
                            title=label
                            on:click=move |_| on_switch.run(index)
                        >
                            <Icon glyph=Glyph::ChevronDown size=12 />
                        </button>
                    }
                });
                view! { <li>{words}{switch}</li> }
            })
            .collect_view()
    };
    view! {
        <nav class="crumb" aria-label="Path">
            <ol>{items}</ol>
        </nav>
    }
}
