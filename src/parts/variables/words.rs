//! Values as they are shown: hidden when they look like secrets, cut when they are long.

/// What stands for a hidden value.
pub const HIDDEN: &str = "••••••••••••";
/// More of a value than this is not put into a cell: it would not be seen.
const MOST: usize = 240;

/// As much of a value as a cell can show.
pub fn cut(value: &str) -> String {
    if value.is_empty() {
        return "(empty)".to_owned();
    }
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// The name of the button that edits a line.
pub(super) fn edit_label(name: &str, whose: &str) -> String {
    format!("Edit {name}, {whose}")
}
