//! What a machine said or should be told, with a way to copy it.

pub mod tokens;

use leptos::prelude::*;

use self::tokens::{Kind, Language, pieces};
use crate::copy_text::CopyButton;

/// A block of text as it is; nothing in it is parsed.
#[component]
pub fn CodeBlock(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <pre class="code" tabindex="0">{text}</pre> }
}

/// A block of JSON or YAML with its keys, strings and comments coloured; each piece is a text of its own, never markup.
#[component]
pub fn Highlighted(
    #[prop(into)] text: Signal<String>,
    language: Language,
    /// What it is, for those who cannot see what stands around it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let spans = move || {
        text.with(|text| {
            let span = |piece: tokens::Piece<'_>| {
                let class = match piece.kind {
                    Kind::Plain => return piece.text.to_owned().into_any(),
                    Kind::Key => "k",
                    Kind::Text => "s",
                    Kind::Comment => "c",
                };
                view! { <span class=class>{piece.text.to_owned()}</span> }.into_any()
            };
            pieces(text, language).into_iter().map(span).collect::<Vec<_>>()
        })
    };
    view! { <pre class="code" tabindex="0" role="region" aria-label=label>{spans}</pre> }
}

/// A command one can copy; the prompt is drawn but never copied.
#[component]
pub fn CommandLine(#[prop(into)] command: Signal<String>) -> impl IntoView {
    view! {
        <div class="cli">
            <code class="cut"><span class="faint" aria-hidden="true">"$ "</span>{command}</code>
            <CopyButton text=command label="Copy the command" />
        </div>
    }
}
