//! What a machine said or should be told, with a way to copy it.

use leptos::prelude::*;

use crate::copy_text::CopyButton;

/// A block of text as it is; nothing in it is parsed.
#[component]
pub fn CodeBlock(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <pre class="code" tabindex="0">{text}</pre> }
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
