//! The filter language of devices in a query box: coloured, and completed from what the fleet has.

use model::figure::grouped;
use table::filter::complete::{self, Offered, complete};
use table::table::Table;
use ui::query_box::{Completion, Token, TokenKind};

/// How the text is coloured.
pub fn tokens(text: &str) -> Vec<Token> {
    let kind = |token| match token {
        complete::Token::Field => TokenKind::Key,
        complete::Token::Operator => TokenKind::Operator,
        complete::Token::Value => TokenKind::Value,
    };
    complete::tokens(text).into_iter().map(|(range, token)| Token { range, kind: kind(token) }).collect()
}

/// What the text could go on with, out of what the fleet has.
pub fn completions(table: &Table, text: &str, caret: usize) -> Vec<Completion> {
    let found = complete(text, caret, table);
    let mut former = None;
    found
        .items
        .into_iter()
        .map(|item| {
            let heading = match item.offered {
                Offered::Field => "Fields",
                Offered::Operator => "Operators",
                Offered::Value => "Values, counted in this fleet",
            };
            let is_new = former.replace(item.offered) != Some(item.offered);
            let rows = item.rows.map(|rows| grouped(rows as u64));
            let words = (item.label != item.text).then_some(item.label);
            let hint: Vec<String> = words.into_iter().chain(rows).collect();
            // A value ends its term; a field and an operator wait for more.
            let blank = if item.offered == Offered::Value && caret == text.len() { " " } else { "" };
            Completion {
                range: found.replace.clone(),
                insert: format!("{}{blank}", item.text),
                label: item.text,
                hint: (!hint.is_empty()).then(|| hint.join("  ")),
                heading: is_new.then(|| heading.to_owned()),
            }
        })
        .collect()
}
