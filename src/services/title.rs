//! The title of the page: in the tab, and said once when another page has come.

use leptos::prelude::*;

/// What the tab says and what the announcer reads out.
#[derive(Debug, Clone, Copy)]
pub struct Title(RwSignal<String>);

/// Starts with no title; once, by the app.
pub fn provide_title() {
    let title = RwSignal::new(String::new());
    Effect::new(move |_| {
        let title = title.get();
        document().set_title(&if title.is_empty() { "Binnacle".to_owned() } else { format!("{title} · Binnacle") });
    });
    provide_context(Title(title));
}

/// The page's title follows this.
pub fn set_title(title: impl Fn() -> String + 'static) {
    if let Some(Title(held)) = use_context() {
        Effect::new(move |_| held.set(title()));
    }
}

/// The title as it stands.
pub fn use_title() -> Signal<String> {
    use_context::<Title>().map_or_else(|| Signal::stored(String::new()), |title| title.0.into())
}
