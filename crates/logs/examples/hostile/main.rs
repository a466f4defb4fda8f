//! Prints the hostile lines as NDJSON, one JSON string a line, for tests in a browser: `cargo run -p binnacle-logs --example hostile`.

#![expect(clippy::print_stdout, reason = "the lines are what it is for")]

mod corpus;

use std::fmt::Write as _;

fn main() {
    for number in 0..corpus::LINES {
        println!("{}", json(&corpus::line(number)));
    }
}

fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
