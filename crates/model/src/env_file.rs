//! `.env` files: quotes, escapes, `export`, comments and values over several lines, read and written.

use crate::variable_text::{Entry, Problem, Read};

/// Reads a `.env` file. Single quotes keep everything as it stands; within double quotes `\n \r \t \" \\ \$` and `` \` `` are
/// escapes; both may go over several lines. Without quotes a value ends at the line's end or at ` #`. Nothing is expanded.
pub fn read(text: &str) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut read = Read::default();
    let (mut rest, mut line) = (text, 1);
    while !rest.is_empty() {
        let (first, after) = split_line(rest);
        let said = first.trim();
        if said.is_empty() || said.starts_with('#') {
            (rest, line) = (after, line + 1);
            continue;
        }
        match entry(rest, line) {
            Ok((entry, length)) => {
                line += rest[..length].matches('\n').count();
                rest = &rest[length..];
                read.entries.push(entry);
            }
            Err(problem) => {
                read.problems.push(problem);
                (rest, line) = (after, line + 1);
            }
        }
    }
    read
}

/// The line without its end, and what follows it.
fn split_line(text: &str) -> (&str, &str) {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    (line.strip_suffix('\r').unwrap_or(line), after)
}

/// The variable that begins here, and how many bytes it takes, its line's end included.
fn entry(text: &str, line: usize) -> Result<(Entry, usize), Problem> {
    let (first, _) = split_line(text);
    let Some(equals) = first.find('=') else {
        return Err(Problem::new(line, "There is no = in this line: a variable is written NAME=value."));
    };
    let name = first[..equals].trim();
    let name = name.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).map_or(name, str::trim);
    if name.is_empty() {
        return Err(Problem::new(line, "There is no name before the =."));
    }
    let blanks = first[equals + 1..].len() - first[equals + 1..].trim_start_matches([' ', '\t']).len();
    let start = equals + 1 + blanks;
    let (value, end) = match text[start..].chars().next() {
        Some(quote @ ('\'' | '"')) => {
            let (value, length) = quoted(&text[start + 1..], quote)
                .ok_or_else(|| Problem::new(line, format!("The quote {quote} is not closed.")))?;
            (value, start + 1 + length)
        }
        _ => (bare(&first[start..]).to_owned(), first.len()),
    };
    let (tail, after) = split_line(&text[end..]);
    let tail = tail.trim();
    if !tail.is_empty() && !tail.starts_with('#') {
        return Err(Problem::new(line, "There is something after the closing quote."));
    }
    Ok((Entry::new(line, name, value), text.len() - after.len()))
}

/// A value without quotes: up to a comment, without blanks around it.
fn bare(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| *c == '#' && (*at == 0 || text[..*at].ends_with([' ', '\t'])))
        .map_or(text.len(), |(at, _)| at);
    text[..end].trim()
}

/// The value up to the closing quote, and how many bytes it takes with that quote.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Some((value, at + 1)),
            '\\' if quote == '"' => match chars.next()?.1 {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                c @ ('"' | '\\' | '$' | '`') => value.push(c),
                c => value.extend(['\\', c]),
            },
            c => value.push(c),
        }
    }
    None
}

/// Writes a `.env` file, one line each, quoted where a shell or a reader of such files would otherwise see another value.
pub fn write<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in variables {
        text.push_str(name);
        text.push('=');
        put(&mut text, value);
        text.push('\n');
    }
    text
}

fn put(text: &mut String, value: &str) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@,+-%".contains(c);
    if value.chars().all(is_plain) {
        text.push_str(value);
    } else if value.contains(['\'', '\n', '\r']) {
        text.push('"');
        for c in value.chars() {
            match c {
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '"' | '\\' | '$' | '`' => text.extend(['\\', c]),
                c => text.push(c),
            }
        }
        text.push('"');
    } else {
        text.push('\'');
        text.push_str(value);
        text.push('\'');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_escapes_comments_and_lines() {
        let text = "# comment\r\nexport A=1\nB = two words # not this\nC='it # stays $so' # this not\n\
                    D=\"a\\tb\\n\\\"c\\\"\"\nE=\"over\ntwo lines\"\nF=\nG=a#b\nexporting=x\n";
        let read = read(text);
        assert_eq!(read.problems, []);
        let seen: Vec<_> = read.entries.iter().map(|one| (one.line, one.name.as_str(), one.value.as_str())).collect();
        assert_eq!(
            seen,
            [
                (2, "A", "1"),
                (3, "B", "two words"),
                (4, "C", "it # stays $so"),
                (5, "D", "a\tb\n\"c\""),
                (6, "E", "over\ntwo lines"),
                (8, "F", ""),
                (9, "G", "a#b"),
                (10, "exporting", "x"),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_its_line_and_the_rest_is_read() {
        let read = read("A=1\nno equals\n=x\nB='open\nC=3\nD='a'b\n");
        let at: Vec<_> = read.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(at, [2, 3, 4, 6]);
        let names: Vec<_> = read.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["A", "C"], "B's quote is closed by the one after D=, where more follows");
        let read = super::read("A=\"open\nB=2");
        assert_eq!((read.problems[0].line, read.entries[0].name.as_str()), (1, "B"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(pairs in prop::collection::vec(("[A-Z_][A-Z0-9_]{0,8}", any::<String>()), 0..8)) {
            let text = write(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let read = read(&text);
            prop_assert_eq!(read.problems, []);
            let back: Vec<_> = read.entries.into_iter().map(|entry| (entry.name, entry.value)).collect();
            prop_assert_eq!(back, pairs);
        }

        #[test]
        fn any_text_can_be_read(text in any::<String>(), messy in "[A-C='\"\\\\#\n\r $]{0,40}") {
            for text in [text, messy] {
                let lines = text.lines().count().max(1);
                let read = read(&text);
                let at = read.entries.iter().map(|one| one.line).chain(read.problems.iter().map(|one| one.line));
                for line in at {
                    prop_assert!((1..=lines).contains(&line));
                }
            }
        }
    }
}
