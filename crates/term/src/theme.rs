//! The terminal's colours, read from the page's tokens so that they follow the theme.

use js_sys::Object;
use web_sys::{CssStyleDeclaration, Window};

use crate::binding::set;

/// xterm's colour names and the token each takes (components.md §23). Bright colours repeat the plain ones: both must be read on
/// `--sunken` in either theme, and weight already tells them apart.
const COLOURS: [(&str, &str); 26] = [
    ("background", "--sunken"),
    ("foreground", "--text"),
    ("cursor", "--text"),
    ("cursorAccent", "--sunken"),
    ("selectionBackground", "--accent-line"),
    ("selectionInactiveBackground", "--line"),
    ("scrollbarSliderBackground", "--line"),
    ("scrollbarSliderHoverBackground", "--line-strong"),
    ("scrollbarSliderActiveBackground", "--line-strong"),
    ("overviewRulerBorder", "--sunken"),
    ("black", "--line-strong"),
    ("red", "--fail-text"),
    ("green", "--ok-text"),
    ("yellow", "--warn-text"),
    ("blue", "--busy-text"),
    ("magenta", "--accent-text"),
    ("cyan", "--cat-1"),
    ("white", "--text-muted"),
    ("brightBlack", "--text-faint"),
    ("brightRed", "--fail-text"),
    ("brightGreen", "--ok-text"),
    ("brightYellow", "--warn-text"),
    ("brightBlue", "--busy-text"),
    ("brightMagenta", "--accent-text"),
    ("brightCyan", "--cat-1"),
    ("brightWhite", "--text"),
];

/// An `ITheme` of the tokens as they are now; a token the page does not have leaves xterm's own colour.
pub(crate) fn read(window: &Window) -> Object {
    let theme = Object::new();
    if let Some(style) = root_style(window) {
        for (colour, token) in COLOURS {
            if let Some(value) = property(&style, token) {
                set(&theme, colour, value);
            }
        }
    }
    theme
}

/// The page's font for what a machine said.
pub(crate) fn font_family(window: &Window) -> String {
    root_style(window).and_then(|style| property(&style, "--mono")).unwrap_or_else(|| "monospace".to_owned())
}

fn root_style(window: &Window) -> Option<CssStyleDeclaration> {
    let root = window.document()?.document_element()?;
    window.get_computed_style(&root).ok().flatten()
}

fn property(style: &CssStyleDeclaration, name: &str) -> Option<String> {
    style.get_property_value(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
