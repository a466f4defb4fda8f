//! JSON laid out in lines: a member a line, numbers side by side, and never more than a screen can use.

use super::token::{Found, Token, tokens};

/// Lines that are shown, at most.
pub(super) const MOST_LINES: usize = 200;
/// Bytes that are shown, at most, indents among them.
pub(super) const MOST_BYTES: usize = 16 * 1024;
/// Numbers stand side by side up to so many characters a line.
const FLOW: usize = 72;
/// Deeper levels are indented no further.
const DEEPEST: usize = 24;

/// What a piece is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Brackets, commas, colons and blanks.
    Mark,
    Key,
    Text,
    /// A number, true, false, null, or a word that is no JSON.
    Word,
}

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

/// A line without its indent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line<'a> {
    /// Levels, of two blanks each.
    pub(super) depth: usize,
    pub(super) pieces: Vec<Piece<'a>>,
}

/// The lines, and how many characters of the text are not in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pretty<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) more: usize,
}

/// Lays a text out. Whatever is no JSON is kept as it is, a word after the other.
pub(super) fn pretty(text: &str) -> Pretty<'_> {
    let tokens = tokens(text, MOST_BYTES);
    let mut layout = Layout::default();
    for (index, found) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = tokens.get(index + 1..).unwrap_or_default();
        if found.token == Token::Close {
            layout.depth = layout.depth.saturating_sub(1);
        }
        let has_place = match between(before, found, after, &layout) {
            Between::Nothing => true,
            Between::Blanks(blanks) => layout.push(Kind::Mark, blanks),
            Between::Line => layout.begin(),
        };
        let is_key = after.first().is_some_and(|next| next.token == Token::Colon) && layout.depth > 0;
        let kind = match found.token {
            Token::Text | Token::Word if is_key => Kind::Key,
            Token::Text => Kind::Text,
            Token::Word => Kind::Word,
            _ => Kind::Mark,
        };
        let left = MOST_BYTES.saturating_sub(layout.bytes);
        let shown = if has_place { head(found.text, left) } else { "" };
        if !layout.push(kind, shown) || shown.len() < found.text.len() {
            return layout.cut(text, found.at + shown.len());
        }
        match found.token {
            Token::Open => {
                layout.depth += 1;
                layout.is_flat = true;
            }
            // A text, or anything with brackets, has its line for itself.
            Token::Text if !is_key => layout.is_flat = false,
            Token::Close => layout.is_flat = false,
            _ => {}
        }
    }
    let shown = tokens.last().map_or(0, |last| last.at + last.text.len());
    layout.cut(text, shown)
}

/// What stands between two tokens.
enum Between {
    Nothing,
    Blanks(&'static str),
    Line,
}

/// `after` is what follows `found`.
fn between(before: Option<&Found<'_>>, found: &Found<'_>, after: &[Found<'_>], layout: &Layout<'_>) -> Between {
    let Some(before) = before else { return Between::Line };
    let is_inside = layout.depth > 0;
    match (before.token, found.token) {
        (Token::Open, Token::Close) | (_, Token::Comma | Token::Colon) => Between::Nothing,
        (Token::Open, _) | (_, Token::Close) => Between::Line,
        (Token::Comma, _) if is_inside => {
            let flat = flat(found, after);
            match flat {
                Some(width) if layout.is_flat && layout.width + width <= FLOW => Between::Blanks("  "),
                _ => Between::Line,
            }
        }
        (Token::Colon, _) if is_inside => Between::Blanks(" "),
        // What comes after the whole: the next of several, or words.
        (Token::Close, _) if !is_inside => Between::Line,
        _ if found.is_apart => Between::Blanks(" "),
        _ => Between::Nothing,
    }
}

/// The width of a member that is a number or a word, with its key.
fn flat(first: &Found<'_>, after: &[Found<'_>]) -> Option<usize> {
    let (value, end, key) = match after {
        [colon, value, rest @ ..] if colon.token == Token::Colon => (value, rest.first(), first.text.len() + 2),
        _ => (first, after.first(), 0),
    };
    let is_flat = value.token == Token::Word && end.is_none_or(|end| matches!(end.token, Token::Comma | Token::Close));
    is_flat.then_some(key + value.text.len() + 3)
}

#[derive(Default)]
struct Layout<'a> {
    lines: Vec<Line<'a>>,
    depth: usize,
    /// Bytes shown so far.
    bytes: usize,
    /// Bytes of the last line.
    width: usize,
    /// Whether the last line holds nothing but numbers and words, so that another may stand beside them.
    is_flat: bool,
}

impl<'a> Layout<'a> {
    /// Whether there is room for it.
    fn push(&mut self, kind: Kind, text: &'a str) -> bool {
        let Some(line) = self.lines.last_mut() else { return false };
        if text.is_empty() || self.bytes + text.len() > MOST_BYTES {
            return false;
        }
        line.pieces.push(Piece { kind, text });
        self.bytes += text.len();
        self.width += text.len();
        true
    }

    /// Begins a line; whether there is room for one.
    fn begin(&mut self) -> bool {
        let depth = self.depth.min(DEEPEST);
        if self.lines.len() >= MOST_LINES || self.bytes + depth * 2 >= MOST_BYTES {
            return false;
        }
        self.lines.push(Line { depth, pieces: Vec::new() });
        self.bytes += depth * 2 + 1;
        self.width = depth * 2;
        self.is_flat = true;
        true
    }

    /// Ends here: `shown` bytes of the text are in the lines.
    fn cut(mut self, text: &'a str, shown: usize) -> Pretty<'a> {
        self.lines.retain(|line| !line.pieces.is_empty());
        let more = text.get(shown..).unwrap_or("").trim().chars().count();
        Pretty { lines: self.lines, more }
    }
}

/// The first `most` bytes of a text, or fewer where that would cut a character.
fn head(text: &str, most: usize) -> &str {
    if text.len() <= most { text } else { text.get(..text.floor_char_boundary(most)).unwrap_or("") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let line = |line: &Line<'_>| {
            let pieces: String = line.pieces.iter().map(|piece| piece.text).collect();
            format!("{}{pieces}", "  ".repeat(line.depth))
        };
        pretty(text).lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_member_a_line_and_numbers_side_by_side() {
        let text = r#"{"event":"ingest_failed","status":503,"elapsed_ms":5003,"last":true,"upstream":"a:443","o":{"b":null},"n":1}"#;
        let expected = r#"{
  "event": "ingest_failed",
  "status": 503,  "elapsed_ms": 5003,  "last": true,
  "upstream": "a:443",
  "o": {
    "b": null
  },
  "n": 1
}"#;
        assert_eq!(shown(text), expected);
        assert_eq!(shown(expected), expected, "what is laid out already stays");
    }

    #[test]
    fn what_is_empty_stays_on_its_line_and_long_rows_of_numbers_break() {
        assert_eq!(shown("[ ]"), "[]");
        assert_eq!(shown(r#"{"a":{},"b":[1,2]}"#), "{\n  \"a\": {},\n  \"b\": [\n    1,  2\n  ]\n}");
        let long = format!("[{}]", vec!["123456789"; 20].join(","));
        assert!(shown(&long).lines().all(|line| line.len() <= FLOW), "{}", shown(&long));
        assert_eq!(shown(&long).lines().count(), 6);
    }

    #[test]
    fn what_is_no_json_is_kept() {
        assert_eq!(shown("at 10:41:05, done"), "at 10:41:05, done");
        assert_eq!(shown("GET {\"a\" 1}"), "GET {\n  \"a\" 1\n}");
        assert_eq!(shown("{\"a\": \"cut of"), "{\n  \"a\": \"cut of");
        assert_eq!(shown("{}{\"a\":1}"), "{}\n{\n  \"a\": 1\n}");
        assert_eq!(shown("}}]"), "}\n}\n]");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn keys_are_told_from_values() {
        let kinds = |text| pretty(text).lines.iter().flat_map(|line| line.pieces.clone()).collect::<Vec<_>>();
        let found = kinds(r#"{"a":"b",c:null}"#);
        let of =
            |kind: Kind| found.iter().filter(|piece| piece.kind == kind).map(|piece| piece.text).collect::<Vec<_>>();
        assert_eq!((of(Kind::Key), of(Kind::Text), of(Kind::Word)), (vec!["\"a\"", "c"], vec!["\"b\""], vec!["null"]));
    }

    #[test]
    fn it_ends_and_says_how_much_is_left() {
        let many = format!("[{}]", vec!["\"é\""; 1_000].join(","));
        let cut = pretty(&many);
        assert_eq!((cut.lines.len(), cut.more), (MOST_LINES, 801 * 4 - 1 + 1));
        let long = format!("{{\"a\":\"{}\"}}", "é".repeat(MOST_BYTES));
        let cut = pretty(&long);
        let bytes: usize = cut.lines.iter().flat_map(|line| &line.pieces).map(|piece| piece.text.len()).sum();
        assert!(bytes <= MOST_BYTES && bytes > MOST_BYTES - 16);
        assert!(cut.more > MOST_BYTES / 2);
    }

    proptest! {
        #[test]
        fn nothing_is_added_and_nothing_lost(text in "(.|[ {}\\[\\],:\"\\\\\n1t]){0,200}") {
            let bare = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
            let pretty = pretty(&text);
            prop_assert_eq!(bare(&shown(&text)), bare(&text));
            prop_assert_eq!(pretty.more, 0);
        }

        #[test]
        fn it_is_bounded(part in "(.|[{}\\[\\],:\"\n1]){1,40}", times in 1usize..4_000) {
            let text = part.repeat(times);
            let pretty = pretty(&text);
            let bytes = |line: &Line<'_>| line.depth * 2 + line.pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
            prop_assert!(pretty.lines.len() <= MOST_LINES);
            prop_assert!(pretty.lines.iter().map(bytes).sum::<usize>() <= MOST_BYTES);
        }
    }
}
