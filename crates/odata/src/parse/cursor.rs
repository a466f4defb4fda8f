//! A place in the undecoded URL: sees through percent-escapes only where the dialect allows them.

use super::error::ParseError;
use super::limits::LIMITS;

/// One character as it stands in the URL.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) ch: char,
    pub(super) width: usize,
    pub(super) is_escaped: bool,
    /// An escape that is not one, or not of UTF-8.
    pub(super) is_broken: bool,
}

#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    nodes: u32,
    turns: u32,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, ParseError> {
        let text = text.strip_prefix('/').unwrap_or(text);
        let cursor = Self { text, at: 0, depth: 0, nodes: 0, turns: 0 };
        if text.len() > LIMITS.length {
            return Err(cursor.error(format!("The URL is longer than {} characters", LIMITS.length)));
        }
        Ok(cursor)
    }

    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError { at: self.at, message: message.into() }
    }

    /// An error that names what stands here instead of what was expected.
    pub(super) fn expected(&self, what: &str) -> ParseError {
        match self.seen() {
            None => self.error(format!("Expected {what}, found the end")),
            Some(seen) if seen.is_escaped => {
                self.error(format!("Expected {what}, found an encoded {:?}; structure must be literal", seen.ch))
            }
            Some(seen) => self.error(format!("Expected {what}, found {:?}", seen.ch)),
        }
    }

    pub(super) const fn place(&self) -> usize {
        self.at
    }

    pub(super) const fn return_to(&mut self, place: usize) {
        self.at = place;
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The decoded character here. An escape that is not UTF-8 reads as the replacement character.
    pub(super) fn seen(&self) -> Option<Seen> {
        let rest = self.text.get(self.at..)?;
        let ch = rest.chars().next()?;
        if ch != '%' {
            return Some(Seen { ch, width: ch.len_utf8(), is_escaped: false, is_broken: false });
        }
        let mut bytes = [0_u8; 4];
        for length in 1..=4 {
            let Some(byte) = escape_at(rest, (length - 1) * 3) else { break };
            bytes[length - 1] = byte;
            if let Some(ch) = std::str::from_utf8(&bytes[..length]).ok().and_then(|text| text.chars().next()) {
                return Some(Seen { ch, width: length * 3, is_escaped: true, is_broken: false });
            }
        }
        let width = if escape_at(rest, 0).is_some() { 3 } else { 1 };
        Some(Seen { ch: char::REPLACEMENT_CHARACTER, width, is_escaped: true, is_broken: true })
    }

    pub(super) const fn advance(&mut self, seen: Seen) {
        self.at += seen.width;
    }

    /// The character here as structure: escapes count only for `$`, quote and blank; `+` is a blank.
    pub(super) fn structure(&self) -> Option<Seen> {
        let seen = self.seen()?;
        match seen.ch {
            '+' if !seen.is_escaped => Some(Seen { ch: ' ', ..seen }),
            '$' | '\'' | ' ' => Some(seen),
            _ if seen.is_escaped => None,
            _ => Some(seen),
        }
    }

    pub(super) fn is(&self, ch: char) -> bool {
        self.structure().is_some_and(|seen| seen.ch == ch)
    }

    /// Steps over `ch` if it stands here.
    pub(super) fn take(&mut self, ch: char) -> bool {
        match self.structure() {
            Some(seen) if seen.ch == ch => {
                self.advance(seen);
                true
            }
            _ => false,
        }
    }

    pub(super) fn require(&mut self, ch: char) -> Result<(), ParseError> {
        if self.take(ch) { Ok(()) } else { Err(self.expected(&format!("{ch:?}"))) }
    }

    /// Steps over blanks; true if there was one.
    pub(super) fn blanks(&mut self) -> bool {
        let mut any = false;
        while self.take(' ') {
            any = true;
        }
        any
    }

    /// Steps over everything up to the next `&` or `)`: a value that has no effect.
    pub(super) fn skip_value(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.find(['&', ')']).unwrap_or(rest.len());
    }

    /// The text up to the next `&`, as it stands: a parameter that is not of the dialect.
    pub(super) fn take_parameter(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find('&').unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    pub(super) fn count_node(&mut self) -> Result<(), ParseError> {
        self.nodes += 1;
        if self.nodes > LIMITS.nodes {
            return Err(self.error(format!("The request has more than {} parts", LIMITS.nodes)));
        }
        Ok(())
    }

    /// A change between `and` and `or`: each nests what stands before it.
    pub(super) fn count_turn(&mut self) -> Result<(), ParseError> {
        self.turns += 1;
        if self.turns > 4 * LIMITS.depth {
            return Err(self.error("The request changes between `and` and `or` too often: use parentheses"));
        }
        Ok(())
    }

    /// Runs `inner` one level deeper.
    pub(super) fn deeper<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth >= LIMITS.depth {
            return Err(self.error(format!("The request is nested deeper than {} levels", LIMITS.depth)));
        }
        self.depth += 1;
        let answer = inner(self);
        self.depth -= 1;
        answer
    }
}

fn escape_at(rest: &str, offset: usize) -> Option<u8> {
    let escape = rest.get(offset..offset + 3)?.strip_prefix('%')?;
    escape.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(escape, 16).ok())?
}
