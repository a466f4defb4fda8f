//! A JSON object as its line in a log had it, laid out and coloured; only ever text.

mod pretty;
mod token;

use leptos::prelude::*;

use self::pretty::{Kind, Pretty, pretty};
use crate::grouped::grouped;
use crate::icon::Glyph;
use crate::icon_button::IconButton;

/// Height of a line, px.
const LINE: u32 = 18;
/// Over the first and under the last line, px, each.
const PADDING: u32 = 6;

/// How high the block of a text is while its lines are not wrapped, px: for lists that must know it beforehand.
pub fn height(text: &str) -> u32 {
    let pretty = pretty(text);
    let lines = pretty.lines.len() + usize::from(pretty.more > 0);
    u32::try_from(lines).unwrap_or(u32::MAX).max(1).saturating_mul(LINE).saturating_add(2 * PADDING)
}

/// The block. `text` is the raw text; any is taken, and what is no JSON stands there as it is. At most 200 lines or 16 KiB are
/// shown, and how much is left. `wraps` breaks long lines instead of scrolling sideways. `on_copy` adds the button that
/// copies; what is copied, and saying so, is the page's.
#[component]
pub fn JsonBlock(
    #[prop(into)] text: Signal<String>,
    /// What it is, for those who cannot see the line above it.
    #[prop(into, default = "JSON".into())]
    label: Signal<String>,
    #[prop(optional, into)] wraps: Signal<bool>,
    #[prop(optional, into)] on_copy: Option<Callback<()>>,
) -> impl IntoView {
    let lines = move || text.with(|text| spans(&pretty(text)));
    let copy = on_copy.map(|on_copy| view! { <IconButton glyph=Glyph::Copy label="Copy as JSON" on_press=on_copy /> });
    // A bar for scrolling, where the system draws one, takes its room from the padding: the height is known beforehand.
    let high = move || (!wraps.get()).then(|| text.with(|text| format!("{}px", height(text))));
    view! {
        <div class="json-block" style:height=high>
            <pre class:wraps=wraps tabindex="0" role="group" aria-label=label>{lines}</pre>
            {copy}
        </div>
    }
}

/// The lines as texts and coloured spans; marks between two spans are one text.
fn spans(pretty: &Pretty<'_>) -> Vec<AnyView> {
    let mut views = Vec::new();
    let mut plain = String::new();
    for (index, line) in pretty.lines.iter().enumerate() {
        if index > 0 {
            plain.push('\n');
        }
        plain.push_str(&"  ".repeat(line.depth));
        for piece in &line.pieces {
            let class = match piece.kind {
                Kind::Mark => {
                    plain.push_str(piece.text);
                    continue;
                }
                Kind::Key => "k",
                Kind::Text => "s",
                Kind::Word => "n",
            };
            if !plain.is_empty() {
                views.push(std::mem::take(&mut plain).into_any());
            }
            views.push(view! { <span class=class>{piece.text.to_owned()}</span> }.into_any());
        }
    }
    if !plain.is_empty() {
        views.push(plain.into_any());
    }
    if pretty.more > 0 {
        let count = u64::try_from(pretty.more).unwrap_or(u64::MAX);
        let words = format!("\n… {} more character{}", grouped(count), if count == 1 { "" } else { "s" });
        views.push(view! { <span class="more">{words}</span> }.into_any());
    }
    views
}

#[cfg(test)]
mod tests {
    use super::height;

    #[test]
    fn the_height_is_that_of_the_lines() {
        assert_eq!(height(r#"{"a":"b"}"#), 3 * 18 + 12);
        assert_eq!(height(""), 18 + 12);
        assert_eq!(height(&"[".repeat(1_000)), 201 * 18 + 12);
    }
}
