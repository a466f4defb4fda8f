//! An action as API call, SDK line and CLI line, to be copied: a button that opens the three.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::same_as::written::SameAs;
use ui::code::CommandLine;
use ui::copy_text::CopyButton;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::popover::{Align, Popover};

/// The three ways, one under the other. `$BALENA_API` and `$TOKEN` stand for the address and the token.
#[component]
pub fn SameAsLines(#[prop(into)] same: Signal<SameAs>) -> impl IntoView {
    let http = Signal::derive(move || same.with(|same| same.http.clone()));
    let sdk = Signal::derive(move || same.with(|same| same.sdk.clone()));
    let cli = Memo::new(move |_| same.with(|same| same.cli.clone()));
    view! {
        <dl class="same-as">
            <dt>"API"</dt>
            <dd><CommandLine command=http /></dd>
            <dt>"SDK"</dt>
            <dd>
                <div class="cli">
                    <code class="cut" title=sdk>{sdk}</code>
                    <CopyButton text=sdk label="Copy the line for the SDK" />
                </div>
            </dd>
            <dt>"CLI"</dt>
            <dd>
                {move || match cli.get() {
                    Some(line) => view! { <CommandLine command=line /> }.into_any(),
                    None => view! { <span class="small muted">"balena-cli has no command for this."</span> }.into_any(),
                }}
            </dd>
        </dl>
    }
}

/// A small button that shows them. Without an action yet (nothing chosen) it is disabled, with `missing` as the reason.
#[component]
pub fn SameAsButton(
    #[prop(into)] same: Signal<Option<SameAs>>,
    /// Why there is nothing to show yet: "Choose a release first."
    #[prop(optional, into)]
    missing: Option<&'static str>,
) -> impl IntoView {
    let (anchor, card) = (NodeRef::<leptos::html::Span>::new(), NodeRef::<leptos::html::Div>::new());
    let open = RwSignal::new(false);
    let refusal = Signal::derive(move || {
        same.with(Option::is_none).then(|| missing.unwrap_or("There is nothing to show yet.").to_owned())
    });
    let close = move |()| {
        open.set(false);
        if let Some(button) = anchor.get_untracked().and_then(|anchor| anchor.query_selector("button").ok().flatten())
            && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = button.focus();
        }
    };
    let focus = move |()| {
        if let Some(card) = card.get_untracked() {
            let _ = card.focus();
        }
    };
    view! {
        <span class="same-as-anchor" node_ref=anchor>
            <IconButton
                glyph=Glyph::Terminal
                label="Show as API call, SDK and CLI"
                outlined=true
                disabled=refusal
                on_press=move |()| open.update(|open| *open = !*open)
            />
            {move || {
                let shown = open.get().then(|| same.get()).flatten()?;
                Some(
                    view! {
                        <Popover anchor align=Align::End on_dismiss=move |()| open.set(false) on_shown=focus>
                            <div
                                class="same-as-card"
                                role="dialog"
                                tabindex="-1"
                                node_ref=card
                                aria-label="The same as API call, SDK and CLI"
                                on:keydown=move |event: leptos::ev::KeyboardEvent| {
                                    event.stop_propagation();
                                    if event.key() == "Escape" {
                                        event.prevent_default();
                                        close(());
                                    }
                                }
                            >
                                <SameAsLines same=Signal::stored(shown) />
                                <p class="small muted">
                                    "Set " <code class="mono">"BALENA_API"</code> " and " <code class="mono">"TOKEN"</code>
                                    " first: they are not shown here."
                                </p>
                            </div>
                        </Popover>
                    }
                        .into_any(),
                )
            }}
        </span>
    }
}
