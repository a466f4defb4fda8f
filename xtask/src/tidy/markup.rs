//! Text from devices is text: nothing in the page is set as HTML.

use super::problem::Problem;

const DOORS: [&str; 5] = ["inner_html", "set_inner_html", "outer_html", "insert_adjacent_html", "document.write"];

/// Every use of a door that turns text into markup.
pub(crate) fn in_rust(text: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if DOORS.iter().any(|door| code.contains(door)) {
            let text = "text is never set as HTML: build nodes instead".to_owned();
            found.push(Problem { line: index + 1, text });
        }
    }
    found
}
