//! What may be pasted into a shell.

/// Pasted text without the control characters that could end a bracketed paste and run on their own (ESC above all);
/// tabs and line ends stay.
pub(crate) fn cleaned(text: &str) -> String {
    text.chars().filter(|it| matches!(it, '\t' | '\n' | '\r') || !it.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn a_paste_cannot_end_its_own_bracket() {
        assert_eq!(cleaned("ls\u{1b}[201~; reboot\r\n\tx\u{7f}\u{9b}"), "ls[201~; reboot\r\n\tx");
    }
}
