//! Cleans what a device wrote: escape sequences become styles, control characters become visible, and nothing else is left.

use crate::style::Style;
use crate::unseen::{MOST_MARKS, is_mark, is_unseen};

/// The longest row kept, in bytes; the rest of a longer line is cut and marked with an ellipsis.
pub const MAX_ROW: usize = 16 * 1024;

/// Most SGR parameters read from one sequence.
const MAX_PARAMETERS: usize = 16;

/// Where a style begins in the cleaned text; it lasts to the next one or to the end of the row.
pub(crate) type StyleStart = (u32, Style);

/// Appends the cleaned `input` to `text` and, where the look changes, to `styles` (offsets from the start of the row).
///
/// Terminal sequences are never answered or obeyed: SGR colours are kept as data, every other sequence is dropped.
pub(crate) fn clean(input: &str, text: &mut String, styles: &mut Vec<StyleStart>) {
    let origin = text.len();
    let mut marks = 0;
    let mut style = Style::PLAIN;
    let mut written = Style::PLAIN;
    let mut rest = input.trim_end_matches(['\r', '\n']);
    loop {
        let plain = rest.bytes().position(|byte| byte < b' ' && byte != b'\t' || byte >= 0x7f).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(plain);
        let room = MAX_ROW.saturating_sub(text.len() - origin);
        let head_fits = head.len() <= room;
        if !head.is_empty() {
            mark(style, &mut written, text.len() - origin, styles);
            marks = 0;
            text.push_str(&head[..head.len().min(room)]);
        }
        let Some(character) = tail.chars().next() else {
            if !head_fits {
                text.push('…');
            }
            return;
        };
        if !head_fits || room < head.len() + character.len_utf8().max('\u{fffd}'.len_utf8()) {
            text.push('…');
            return;
        }
        rest = &tail[character.len_utf8()..];
        if character == '\u{1b}' || character == '\u{9b}' {
            rest = sequence(character, rest, &mut style);
        } else {
            mark(style, &mut written, text.len() - origin, styles);
            show(character, &mut marks, text);
        }
    }
}

fn mark(style: Style, written: &mut Style, at: usize, styles: &mut Vec<StyleStart>) {
    if style != *written {
        *written = style;
        // Rows are bounded by `MAX_ROW`, far below `u32::MAX`.
        styles.push((u32::try_from(at).unwrap_or(u32::MAX), style));
    }
}

/// Writes a character, or what stands for one that would not be seen, or would reorder what is: caret notation (`^G`), and � for
/// the rest. Of too many `marks` on one letter � stands for what is left out.
fn show(character: char, marks: &mut usize, text: &mut String) {
    *marks = if is_mark(character) { *marks + 1 } else { 0 };
    if is_unseen(character) {
        let caret = u8::try_from(character).ok().filter(u8::is_ascii).map(|byte| char::from(byte ^ 0x40));
        match caret {
            Some(caret) => text.extend(['^', caret]),
            None => text.push(char::REPLACEMENT_CHARACTER),
        }
    } else if *marks <= MOST_MARKS {
        text.push(character);
    } else if *marks == MOST_MARKS + 1 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
}

/// Skips one sequence that `introducer` began and answers what follows it (ECMA-48 §5.4–5.6).
fn sequence<'a>(introducer: char, rest: &'a str, style: &mut Style) -> &'a str {
    if introducer == '\u{9b}' {
        return control(rest, style);
    }
    let Some(kind) = rest.chars().next() else { return rest };
    let after = &rest[kind.len_utf8()..];
    match kind {
        '[' => control(after, style),
        ']' | 'P' | 'X' | '^' | '_' => string(after),
        ' '..='/' => {
            let end = after.bytes().take_while(|byte| (b' '..=b'/').contains(byte)).count();
            let tail = &after[end..];
            tail.strip_prefix(|it: char| matches!(it, '0'..='~')).unwrap_or(tail)
        }
        '0'..='~' => after,
        // A broken sequence: only the escape itself goes.
        _ => rest,
    }
}

/// CSI: parameters, intermediates, final byte. Only `m` (SGR) without a private marker has an effect.
fn control<'a>(rest: &'a str, style: &mut Style) -> &'a str {
    let parameters = rest.bytes().take_while(|byte| (b'0'..=b'?').contains(byte)).count();
    let middle = rest[parameters..].bytes().take_while(|byte| (b' '..=b'/').contains(byte)).count();
    let tail = &rest[parameters + middle..];
    let Some(last) = tail.bytes().next().filter(|byte| (b'@'..=b'~').contains(byte)) else { return tail };
    if last == b'm' && middle == 0 {
        let list = &rest[..parameters];
        if list.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
            let mut codes = [0; MAX_PARAMETERS];
            let mut count = 0;
            for (slot, part) in codes.iter_mut().zip(list.split([';', ':'])) {
                *slot = if part.is_empty() { 0 } else { part.parse().unwrap_or(u16::MAX) };
                count += 1;
            }
            *style = style.apply(&codes[..count]);
        }
    }
    &tail[1..]
}

/// OSC, DCS and the like: everything to BEL or ST; an unfinished one swallows the rest of its row.
fn string(rest: &str) -> &str {
    let mut previous_escape = false;
    for (at, character) in rest.char_indices() {
        let after = &rest[at + character.len_utf8()..];
        match character {
            '\u{7}' | '\u{9c}' => return after,
            '\\' if previous_escape => return after,
            _ => previous_escape = character == '\u{1b}',
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::clean;
    use crate::style::{Ansi, Style};

    fn cleaned(input: &str) -> (String, Vec<(u32, Style)>) {
        let mut text = String::new();
        let mut styles = Vec::new();
        clean(input, &mut text, &mut styles);
        (text, styles)
    }

    #[test]
    fn colours_become_styles_and_leave_the_text() {
        let (text, styles) = cleaned("a\u{1b}[1;31mred\u{1b}[0m b");
        assert_eq!(text, "ared b");
        assert_eq!(styles.len(), 2);
        assert_eq!((styles[0].0, styles[0].1.bold(), styles[0].1.colour().map(Ansi::index)), (1, true, Some(1)));
        assert_eq!(styles[1], (4, Style::PLAIN));
    }

    #[test]
    fn other_sequences_are_dropped_and_never_obeyed() {
        assert_eq!(
            cleaned("\u{1b}]0;title\u{7}x\u{1b}[2J\u{1b}[6n\u{1b}]52;c;aGk=\u{1b}\\y\u{1b}P+q\u{1b}\\z").0,
            "xyz"
        );
        assert_eq!(cleaned("\u{1b}(Bx\u{1b}c y\u{1b}").0, "x y");
        assert_eq!(cleaned("before\u{1b}]8;;https://").0, "before");
    }

    #[test]
    fn control_characters_are_seen() {
        assert_eq!(cleaned("a\tb\u{8}c\0\u{202e}d\r\n").0, "a\tb^Hc^@\u{fffd}d");
    }

    #[test]
    fn what_hides_or_covers_is_seen() {
        assert_eq!(cleaned("a\u{200b}b\u{ad}c\u{e0041}d").0, "a\u{fffd}b\u{fffd}c\u{fffd}d");
        assert_eq!(cleaned("e\u{301} \u{2764}\u{fe0f}").0, "e\u{301} \u{2764}\u{fe0f}");
        let flood = ["e", &"\u{336}".repeat(900), "x"].concat();
        assert_eq!(cleaned(&flood).0, "e\u{336}\u{336}\u{336}\u{336}\u{fffd}x");
    }

    #[test]
    fn true_colours_fall_to_the_nearest_of_sixteen() {
        let colour = |input| cleaned(input).1[0].1.colour().map(Ansi::index);
        assert_eq!(colour("\u{1b}[38;2;255;10;10mx"), Some(1));
        assert_eq!(colour("\u{1b}[38;5;46mx"), Some(2));
        assert_eq!(colour("\u{1b}[94mx"), Some(12));
    }
}
