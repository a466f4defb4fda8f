//! One strip at the top of the page, or in it, for what touches everything below.

use leptos::prelude::*;

use crate::{
    icon::{Glyph, Icon},
    tone::Tone,
};

/// A banner: `Tone::Fail` is red, anything else amber. `inline` gives it corners inside a page. Children: one sentence; `action`:
/// one small button. Failures are said at once, others politely.
#[component]
pub fn Banner(
    #[prop(optional, into)] tone: Signal<Tone>,
    #[prop(optional)] inline: bool,
    #[prop(optional, into)] action: ViewFn,
    children: Children,
) -> impl IntoView {
    let fail = Signal::derive(move || tone.get() == Tone::Fail);
    view! {
        <div class="banner" class:in=inline class:fail=fail role=move || if fail.get() { "alert" } else { "status" }>
            <Icon glyph=Glyph::Warning size=16 />
            <span class="words">{children()}</span>
            <span class="push">{move || action.run()}</span>
        </div>
    }
}

/// The thin line over a part (terminal, log): grey, amber or red by `tone`.
#[component]
pub fn Strip(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(default = Glyph::Info)] glyph: Glyph,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=move || format!("strip {}", tone.get().class()) role="status">
            <Icon glyph />
            {children()}
        </div>
    }
}
