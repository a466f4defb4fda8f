//! The page's one polite live region, reached through context.

use leptos::prelude::*;

/// Says sentences to assistive technology. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Announcer {
    said: RwSignal<(u32, String)>,
}

impl Announcer {
    /// Says `sentence` when the person pauses; the same sentence twice is said twice.
    pub fn say(&self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.said.update(|said| *said = (said.0.wrapping_add(1), sentence));
    }
}

/// Makes the announcer and puts it in context; the application does so once, then shows an [`AnnouncerRegion`].
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer { said: RwSignal::new((0, String::new())) };
    provide_context(announcer);
    announcer
}

/// The announcer of this page; one that nobody hears where none was provided (a component on its own in a test).
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_else(|| Announcer { said: RwSignal::new((0, String::new())) })
}

/// The live region itself, once a page.
#[component]
pub fn AnnouncerRegion(announcer: Announcer) -> impl IntoView {
    // Two regions take turns, so that a repeated sentence is a change and is read again.
    let line = move |turn: u32| {
        move || announcer.said.with(|(count, said)| if count % 2 == turn { said.clone() } else { String::new() })
    };
    view! {
        <div class="sr-only" role="status" aria-live="polite">
            <p>{line(0)}</p>
            <p>{line(1)}</p>
        </div>
    }
}
