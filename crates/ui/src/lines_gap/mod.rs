//! A gap in a log: lines that are not there, how many and from when to when, and a way to load them.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// A row of 26 px between two of the log. `words` say what is missing ("1,240 lines skipped, 10:41:05 to 10:41:11"); cut
/// where they do not fit, they are the title. `on_load` when it can be fetched; pressed once, `is_loading` says so until the
/// lines are there.
#[component]
pub fn LinesGap(
    #[prop(into)] words: Signal<String>,
    #[prop(optional, into)] on_load: MaybeProp<Callback<()>>,
    #[prop(optional, into)] is_loading: Signal<bool>,
) -> impl IntoView {
    let press = move |_| {
        if let (false, Some(on_load)) = (is_loading.get_untracked(), on_load.get_untracked()) {
            on_load.run(());
        }
    };
    let load = move || {
        on_load.get().map(|_| {
            let word = move || if is_loading.get() { "loading…" } else { "load" };
            view! {
                <button
                    type="button"
                    class="link"
                    aria-label=move || format!("{}: {}", word(), words.get())
                    aria-disabled=move || is_loading.get().then_some("true")
                    aria-busy=move || is_loading.get().then_some("true")
                    on:click=press
                >
                    {word}
                </button>
            }
        })
    };
    view! {
        <div class="lines-gap">
            <Icon glyph=Glyph::Info />
            <span class="cut" title=words>{words}</span>
            {load}
        </div>
    }
}
