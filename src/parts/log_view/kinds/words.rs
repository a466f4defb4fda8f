//! How a kind of messages is drawn and counted in words.

use leptos::prelude::*;
use logs::level::Level;
use model::figure::counted;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

/// What stands where lines differ.
const GAP: &str = "…";

/// The text of a kind, with what differs from line to line marked.
pub fn kind_words(text: &str) -> AnyView {
    let words = text.split(' ').enumerate().map(|(at, word)| {
        let blank = if at == 0 { "" } else { " " };
        if word == GAP {
            view! { {blank}<span class="kind-gap">{GAP}</span> }.into_any()
        } else {
            format!("{blank}{word}").into_any()
        }
    });
    words.collect_view().into_any()
}

/// The mark of a level, with its word for those who do not see it.
pub fn kind_mark(level: Level) -> AnyView {
    let (tone, shape, word) = match level {
        Level::Error => (Tone::Fail, Shape::Square, "Error: "),
        Level::Warn => (Tone::Warn, Shape::Triangle, "Warning: "),
        Level::Debug | Level::Info => return view! { <span class="kind-no-mark"></span> }.into_any(),
    };
    view! { <StateMark tone shape /><span class="sr-only">{word}</span> }.into_any()
}

/// `1,204 lines · 188 devices`; devices only where there are several to tell apart.
pub fn kind_amount(rows: u32, devices: u32, is_of_many: bool) -> String {
    let lines = counted(u64::from(rows), "line", "lines");
    if is_of_many { format!("{lines} · {}", counted(u64::from(devices), "device", "devices")) } else { lines }
}

#[cfg(test)]
mod tests {
    use super::kind_amount;

    #[test]
    fn amounts_are_words() {
        assert_eq!(kind_amount(1_204, 188, true), "1,204 lines · 188 devices");
        assert_eq!(kind_amount(1, 1, true), "1 line · 1 device");
        assert_eq!(kind_amount(7, 1, false), "7 lines");
    }
}
