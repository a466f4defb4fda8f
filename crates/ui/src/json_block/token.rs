//! A text cut into what JSON is made of. Any text can be: what is no JSON comes out as words.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// `{` or `[`.
    Open,
    /// `}` or `]`.
    Close,
    Comma,
    Colon,
    /// In double quotes; one that does not close ends with its line.
    Text,
    /// A number, `true`, `null`, or whatever else stands there.
    Word,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<'a> {
    pub(super) token: Token,
    pub(super) text: &'a str,
    /// Its first byte.
    pub(super) at: usize,
    /// Whether white space stands before it.
    pub(super) is_apart: bool,
}

/// The tokens of a text, until they hold `most` bytes.
pub(super) fn tokens(text: &str, most: usize) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut bytes) = (text, 0);
    while bytes < most {
        let token = rest.trim_start();
        let is_apart = token.len() < rest.len();
        let Some(first) = token.chars().next() else { break };
        let (kind, length) = match first {
            '{' | '[' => (Token::Open, 1),
            '}' | ']' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            ':' => (Token::Colon, 1),
            '"' => (Token::Text, text_end(token)),
            _ => (Token::Word, token.find(ends_word).unwrap_or(token.len())),
        };
        let (token, after) = token.split_at_checked(length).unwrap_or((token, ""));
        found.push(Found { token: kind, text: token, at: text.len() - after.len() - token.len(), is_apart });
        bytes += token.len();
        rest = after;
    }
    found
}

fn ends_word(char: char) -> bool {
    char.is_whitespace() || matches!(char, '{' | '}' | '[' | ']' | ',' | ':' | '"')
}

/// The end of a text that begins with a quote, behind its closing quote.
fn text_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            '\n' | '\r' => return at,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text, usize::MAX).into_iter().map(|found| found.text).collect()
    }

    #[test]
    fn json_and_what_is_none() {
        assert_eq!(texts(r#"{"a\"}": [-1.5e3,true] }"#), ["{", r#""a\"}""#, ":", "[", "-1.5e3", ",", "true", "]", "}"]);
        assert_eq!(texts("\"open\nnext \"é"), ["\"open", "next", "\"é"]);
        assert_eq!(texts(" \n"), [""; 0]);
    }

    #[test]
    fn it_stops_when_there_is_enough() {
        assert_eq!(tokens("aaa bbb ccc", 4).len(), 2);
    }

    proptest! {
        #[test]
        fn every_token_stands_where_it_says_and_none_is_lost(text in "(.|[ {}\\[\\],:\"\\\\\n1t]){0,120}") {
            let found = tokens(&text, usize::MAX);
            let mut end = 0;
            for token in &found {
                prop_assert_eq!(text.get(token.at..token.at + token.text.len()), Some(token.text));
                prop_assert!(!token.text.is_empty() && text[end..token.at].trim().is_empty());
                prop_assert_eq!(token.is_apart, token.at > end);
                end = token.at + token.text.len();
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
