//! Light, dark, or as the system says: kept in this browser, written to `data-theme`.

use leptos::prelude::*;

/// Under which key `public/theme-init.js` looks before the first paint.
const KEY: &str = "binnacle.theme";

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The page's theme.
#[derive(Debug, Clone, Copy)]
pub struct ThemeChoice(RwSignal<Theme>);

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Reads the kept choice; once, by the app.
pub fn provide_theme() {
    let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let theme = RwSignal::new(kept.map(|word| Theme::from_word(&word)).unwrap_or_default());
    provide_context(ThemeChoice(theme));
}

/// The choice and how to change it.
pub fn use_theme() -> ThemeChoice {
    use_context().unwrap_or_else(|| ThemeChoice(RwSignal::new(Theme::System)))
}

impl ThemeChoice {
    /// The choice, reactively.
    pub fn get(self) -> Theme {
        self.0.get()
    }

    /// Chooses, and keeps it for the next visit.
    pub fn set(self, theme: Theme) {
        self.0.set(theme);
        if let Some(storage) = storage() {
            let _ = storage.set_item(KEY, theme.word());
        }
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", resolved(theme));
        }
    }
}

/// `data-theme` is always `light` or `dark`: style sheets and charts read one thing.
fn resolved(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::System => {
            let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
            if query.is_some_and(|query| query.matches()) { "dark" } else { "light" }
        }
    }
}
