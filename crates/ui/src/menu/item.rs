//! What a menu offers.

use crate::icon::Glyph;

/// One entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MenuItem {
    /// What `on_choose` answers with.
    pub id: String,
    /// Its words.
    pub label: String,
    /// An icon before them.
    pub glyph: Option<Glyph>,
    /// Quiet words at the right: a shortcut, a version.
    pub hint: Option<String>,
    /// Why it cannot be chosen now; it stays visible with this reason.
    pub disabled: Option<String>,
    /// Whether it is hard to undo; drawn in the red of text, opens a dialog.
    pub risk: bool,
    /// The heading it opens a group under.
    pub heading: Option<String>,
}

impl MenuItem {
    /// An entry with its words.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    /// With an icon.
    #[must_use]
    pub fn glyph(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }

    /// With quiet words at the right.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Not now, and why.
    #[must_use]
    pub fn disabled(mut self, reason: Option<String>) -> Self {
        self.disabled = reason;
        self
    }

    /// Hard to undo.
    #[must_use]
    pub fn risk(mut self) -> Self {
        self.risk = true;
        self
    }

    /// Opens a group with that heading.
    #[must_use]
    pub fn heading(mut self, heading: impl Into<String>) -> Self {
        self.heading = Some(heading.into());
        self
    }
}
