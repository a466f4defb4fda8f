//! What a query box is told of its text: coloured pieces, what would complete it, what is wrong with it.

use std::ops::Range;

/// How a piece of the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// What is asked of: a field.
    Key,
    /// How: an operator, a sign, a word between terms.
    Operator,
    /// For what.
    Value,
}

impl TokenKind {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Key => "q-key",
            Self::Operator => "q-op",
            Self::Value => "q-val",
        }
    }
}

/// A coloured piece; `range` in bytes. Pieces stand in the order of the text and do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its colour.
    pub kind: TokenKind,
}

/// One thing that would complete the text at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What it replaces, bytes.
    pub range: Range<usize>,
    /// What it puts there; the caret then stands behind it.
    pub insert: String,
    /// Its words.
    pub label: String,
    /// Quiet words at the right.
    pub hint: Option<String>,
    /// Opens a group with this heading.
    pub heading: Option<String>,
}

/// What is wrong, and where (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is underlined; may be empty at the end of the text.
    pub range: Range<usize>,
    /// One sentence that names the position.
    pub sentence: String,
}

/// A stretch of the text as it is drawn: class, text, and whether it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) is_wrong: bool,
}

/// The text cut into pieces; what no token covers is plain.
pub(super) fn pieces(text: &str, tokens: &[Token], wrong: Option<&Range<usize>>) -> Vec<Piece> {
    let mut cuts = vec![0, text.len()];
    cuts.extend(tokens.iter().flat_map(|token| [token.range.start, token.range.end]));
    cuts.extend(wrong.iter().flat_map(|wrong| [wrong.start, wrong.end]));
    cuts.retain(|cut| text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let (start, end) = (pair[0], pair[1]);
            let class = tokens.iter().find(|token| token.range.contains(&start)).map_or("", |token| token.kind.class());
            let is_wrong = wrong.is_some_and(|wrong| wrong.contains(&start));
            Some(Piece { class, text: text.get(start..end)?.to_owned(), is_wrong })
        })
        .collect()
}

/// A caret as the browser counts it (UTF-16 units) in bytes.
pub(super) fn to_bytes(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, letter) in text.char_indices() {
        if left < letter.len_utf16() {
            return at;
        }
        left -= letter.len_utf16();
    }
    text.len()
}

/// A place in bytes as the browser counts it.
pub(super) fn to_units(text: &str, bytes: usize) -> u32 {
    let before = text.get(..bytes).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The text without its last term: back to the last blank that no quote holds.
pub(super) fn without_last_term(text: &str) -> String {
    let text = text.trim_end();
    let mut cut = 0;
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => cut = at,
            _ => {}
        }
    }
    text.get(..cut).unwrap_or_default().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_cut_at_tokens_and_at_what_is_wrong() {
        let tokens = [
            Token { range: 0..2, kind: TokenKind::Key },
            Token { range: 2..3, kind: TokenKind::Operator },
            Token { range: 3..6, kind: TokenKind::Value },
        ];
        let found: Vec<_> =
            pieces("os:2.x y", &tokens, Some(&(5..6))).into_iter().map(|p| (p.class, p.text, p.is_wrong)).collect();
        let expected = [
            ("q-key", "os", false),
            ("q-op", ":", false),
            ("q-val", "2.", false),
            ("q-val", "x", true),
            ("", " y", false),
        ];
        assert_eq!(found, expected.map(|(class, text, wrong)| (class, text.to_owned(), wrong)));
    }

    #[test]
    fn carets_are_counted_both_ways() {
        let text = "a😀ä b";
        assert_eq!((to_bytes(text, 3), to_units(text, 5)), (5, 3));
        assert_eq!((to_bytes(text, 99), to_units(text, 99)), (text.len(), 6));
    }

    #[test]
    fn a_quoted_term_goes_as_one() {
        assert_eq!(without_last_term("status:updating tag.site:\"north sea\" "), "status:updating");
        assert_eq!(without_last_term("ford"), "");
    }
}
