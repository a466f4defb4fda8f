//! JSON and the YAML that compose files are written in, cut into what is drawn alike; never more than spans of text.

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Key,
    Text,
    Comment,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// The language a text is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Json,
    Yaml,
}

/// Longer texts are drawn plain: colour is not worth the wait.
pub const MOST_BYTES: usize = 200_000;

/// Pieces whose texts, joined, are the text.
pub fn pieces(text: &str, language: Language) -> Vec<Piece<'_>> {
    let mut pieces = Pieces(Vec::new());
    if text.len() > MOST_BYTES {
        pieces.push(Kind::Plain, text);
        return pieces.0;
    }
    for line in text.split_inclusive('\n') {
        match language {
            Language::Json => flow(line, &mut pieces, false),
            Language::Yaml => yaml(line, &mut pieces),
        }
    }
    pieces.0
}

struct Pieces<'a>(Vec<Piece<'a>>);

impl<'a> Pieces<'a> {
    fn push(&mut self, kind: Kind, text: &'a str) {
        if !text.is_empty() {
            self.0.push(Piece { kind, text });
        }
    }
}

/// `- key: value # comment`: what stands before the first colon that ends a word is a key.
fn yaml<'a>(line: &'a str, pieces: &mut Pieces<'a>) {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let (lead, rest) = line.split_at(start);
    pieces.push(Kind::Plain, lead);
    if rest.starts_with('#') {
        return pieces.push(Kind::Comment, rest);
    }
    let value = match key_end(rest) {
        Some(end) => {
            let (key, rest) = rest.split_at(end);
            pieces.push(Kind::Key, key);
            let (colon, rest) = rest.split_at(1);
            pieces.push(Kind::Plain, colon);
            rest
        }
        None => rest,
    };
    let value_start = value.len() - value.trim_start_matches(' ').len();
    let (blank, value) = value.split_at(value_start);
    pieces.push(Kind::Plain, blank);
    if value.starts_with(['"', '\'', '[', '{']) {
        return flow(value, pieces, true);
    }
    let end = comment(value);
    let (value, comment) = value.split_at(end);
    let is_word = value.trim_end().parse::<f64>().is_ok()
        || ["true", "false", "null", "~", "|", "|-", ">", ">-"].contains(&value.trim_end());
    pieces.push(if is_word { Kind::Plain } else { Kind::Text }, value);
    pieces.push(Kind::Comment, comment);
}

/// Where a key ends: at a colon before a blank or the end of the line.
fn key_end(rest: &str) -> Option<usize> {
    if let Some(quote) = rest.chars().next().filter(|quote| ['"', '\''].contains(quote)) {
        let end = string_end(rest, quote);
        return rest.get(end..).filter(|rest| rest.starts_with(':')).map(|_| end);
    }
    rest.match_indices(':')
        .map(|(at, _)| at)
        .find(|at| rest.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\r'])))
        .filter(|end| !rest.get(..*end).unwrap_or("").contains(" #"))
}

/// Where ` # comment` begins, or the whole length.
fn comment(value: &str) -> usize {
    value.find(" #").map_or(value.len(), |at| at + 1)
}

/// The end of a quoted text, behind its closing quote; a text that does not close ends with the line.
fn string_end(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            _ if char == quote => return at + char.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// JSON, and YAML's way of writing lists and maps on one line.
fn flow<'a>(line: &'a str, pieces: &mut Pieces<'a>, has_comments: bool) {
    let mut rest = line;
    while !rest.is_empty() {
        let is_stop = |char: char| char == '"' || (has_comments && (char == '\'' || char == '#'));
        let stop = rest.find(is_stop).unwrap_or(rest.len());
        let (plain, found) = rest.split_at(stop);
        pieces.push(Kind::Plain, plain);
        let Some(first) = found.chars().next() else { return };
        if first == '#' {
            return pieces.push(Kind::Comment, found);
        }
        let (string, after) = found.split_at(string_end(found, first));
        let is_key = after.trim_start().starts_with(':');
        pieces.push(if is_key { Kind::Key } else { Kind::Text }, string);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, language: Language) -> String {
        let mark = |piece: Piece<'_>| match piece.kind {
            Kind::Plain => piece.text.to_owned(),
            Kind::Key => format!("<k {}>", piece.text),
            Kind::Text => format!("<s {}>", piece.text),
            Kind::Comment => format!("<c {}>", piece.text),
        };
        pieces(text, language).into_iter().map(mark).collect()
    }

    #[test]
    fn a_compose_file() {
        let yaml = |text| shown(text, Language::Yaml);
        assert_eq!(yaml("services:"), "<k services>:");
        assert_eq!(yaml("    image: registry/a@sha256:1f"), "    <k image>: <s registry/a@sha256:1f>");
        assert_eq!(yaml("    privileged: true  # bus"), "    <k privileged>: true  <c # bus>");
        assert_eq!(yaml("  ports: [\"80:8080\", 'x']"), "  <k ports>: [<s \"80:8080\">, <s 'x'>]");
        assert_eq!(yaml("  - KEY=a: b"), "  - <k KEY=a>: <s b>");
        assert_eq!(yaml("# all of it"), "<c # all of it>");
        assert_eq!(yaml("n: 12"), "<k n>: 12");
        assert_eq!(yaml("\"a:b\": c"), "<k \"a:b\">: <s c>");
    }

    #[test]
    fn json() {
        assert_eq!(
            shown("{\"a\": [\"b\\\"c\", 1, true], \"d\" : \"# no\"}", Language::Json),
            "{<k \"a\">: [<s \"b\\\"c\">, 1, true], <k \"d\"> : <s \"# no\">}"
        );
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "(.|[ :#\"'\\\\\n\\-\\[{]){0,120}") {
            for language in [Language::Json, Language::Yaml] {
                let joined: String = pieces(&text, language).iter().map(|piece| piece.text).collect();
                prop_assert_eq!(&joined, &text);
            }
        }
    }
}
