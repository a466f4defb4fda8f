//! What goes from the keyboard to the shell: sizes of frames, the sticky Ctrl of the key row, pastes of many lines.

/// Most bytes handed over at once; a long paste goes in several.
pub(super) const CHUNK: usize = 32 * 1024;

/// The control character of a letter or sign ("c" → 0x03), for the Ctrl of the key row; other text stays as it is.
pub(super) fn with_control(typed: &str) -> String {
    let mut characters = typed.chars();
    match (characters.next(), characters.next()) {
        (Some(letter @ ('@'..='_' | 'a'..='z')), None) => {
            char::from_u32(u32::from(letter.to_ascii_uppercase()) & 0x1f).map_or_else(|| typed.to_owned(), String::from)
        }
        _ => typed.to_owned(),
    }
}

/// How many lines a paste would run, if more than one.
pub(super) fn lines_to_confirm(text: &str) -> Option<usize> {
    let lines = text.lines().count();
    (lines > 1).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::{lines_to_confirm, with_control};

    #[test]
    fn ctrl_makes_control_characters() {
        assert_eq!(["c", "C", "[", "1", "ab", "é"].map(with_control), ["\u{3}", "\u{3}", "\u{1b}", "1", "ab", "é"]);
    }

    #[test]
    fn only_several_lines_are_asked_about() {
        assert_eq!(
            [lines_to_confirm("ls"), lines_to_confirm("ls\n"), lines_to_confirm("a\r\nb")],
            [None, None, Some(2)]
        );
    }
}
