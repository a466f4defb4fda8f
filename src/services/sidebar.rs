//! Whether the sidebar shows words or icons only: by the width of the window, until the person chooses.

use leptos::prelude::*;

/// Under which key the browser keeps the choice.
const KEPT: &str = "binnacle.sidebar";
/// Under this width of the window, in px, it shows icons only by itself (look.md §1).
const WIDE_FROM: f64 = 1_100.0;

/// What was chosen; none follows the width.
#[derive(Debug, Clone, Copy)]
pub struct SidebarChoice(RwSignal<Option<bool>>);

/// Reads the kept choice; once, by the frame.
pub fn use_sidebar() -> SidebarChoice {
    let kept = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    let is_narrow = match kept.as_deref() {
        Some("narrow") => Some(true),
        Some("wide") => Some(false),
        _ => None,
    };
    SidebarChoice(RwSignal::new(is_narrow))
}

impl SidebarChoice {
    /// Chosen to show icons only.
    pub fn is_narrow(self) -> bool {
        self.0.get() == Some(true)
    }

    /// Chosen to show words, whatever the width.
    pub fn is_wide(self) -> bool {
        self.0.get() == Some(false)
    }

    /// The other way round, kept for the next visit.
    pub fn toggle(self) {
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(WIDE_FROM);
        let is_narrow = !self.0.get_untracked().unwrap_or(width < WIDE_FROM);
        self.0.set(Some(is_narrow));
        if let Some(storage) = storage() {
            // Kept where the browser keeps anything.
            let _ = storage.set_item(KEPT, if is_narrow { "narrow" } else { "wide" });
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
