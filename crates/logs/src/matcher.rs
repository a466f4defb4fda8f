//! A text or an expression looked for in whole segments.

use crate::bits::Bits;
use crate::needle::Needle;
use crate::pattern::{BadPattern, Pattern};
use crate::segment::Segment;

/// What rows are tested for.
#[derive(Debug, Clone)]
pub enum Matcher {
    Text(Box<Needle>),
    Pattern(Pattern),
}

impl Matcher {
    /// None for an empty text, which is looked for nowhere.
    ///
    /// # Errors
    /// The text is to be an expression and is none.
    pub fn new(text: &str, match_case: bool, is_regex: bool) -> Result<Option<Self>, BadPattern> {
        if is_regex && !text.is_empty() {
            return Pattern::new(text, match_case).map(|pattern| Some(Self::Pattern(pattern)));
        }
        Ok(Needle::new(text, match_case).map(|needle| Self::Text(Box::new(needle))))
    }

    /// Whether a row's text holds it.
    pub fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Text(needle) => needle.is_in(text),
            Self::Pattern(pattern) => pattern.is_in(text),
        }
    }

    /// Byte ranges of the matches in one row, at most `limit`.
    pub fn ranges(&self, text: &str, limit: usize) -> Vec<(usize, usize)> {
        match self {
            Self::Text(needle) => needle.ranges(text, limit),
            Self::Pattern(pattern) => pattern.ranges(text, limit),
        }
    }

    /// Marks the rows of a segment that hold it, from row `from` on.
    pub(crate) fn mark(&self, segment: &Segment, from: usize, marks: &mut Bits) {
        match self {
            Self::Text(needle) => mark_text(needle, segment, from, marks),
            Self::Pattern(pattern) => mark_pattern(pattern, segment, from, marks),
        }
    }
}

/// Where in their rows the last hits were: lines of a program are alike, and the next row is likely to have the text there, too.
#[derive(Debug, Default)]
struct Columns([usize; 2]);

impl Columns {
    fn note(&mut self, column: usize) {
        if !self.0.contains(&column) {
            self.0 = [column, self.0[0]];
        }
    }

    fn any(&self, segment: &Segment, row: usize, needle: &Needle) -> bool {
        let (start, text) = (segment.start(row), segment.until_end(row));
        let has = |column: usize| needle.is_at(start + column, text);
        // Which of them it is cannot be foretold: both are tried.
        has(self.0[0]) | has(self.0[1])
    }
}

fn mark_text(needle: &Needle, segment: &Segment, from: usize, marks: &mut Bits) {
    let arena = segment.arena.as_bytes();
    let (mut at, mut row) = (segment.start(from), from);
    let mut columns = Columns::default();
    for (begin, end) in segment.may_begin(needle.sought()) {
        let begin = begin.max(at);
        let end = (end + needle.len() - 1).min(arena.len());
        needle.scan(arena.get(begin..end).unwrap_or_default(), |found| {
            let found_in = segment.row_at(begin + found, row);
            let is_next = found_in == row;
            row = found_in;
            columns.note(begin + found - segment.start(row));
            marks.set(row);
            row += 1;
            // Where two rows in a row have it, more are likely to.
            while is_next && row < segment.len() && columns.any(segment, row, needle) {
                marks.set(row);
                row += 1;
            }
            at = segment.start(row);
            at.checked_sub(begin).filter(|next| *next > found)
        });
    }
}

/// All rows at once, as long as matches stay within their rows. From the first that goes over an end (`[^a]*`) the segment's rows
/// are looked at one by one: such a match could reach to the end of the segment from each of them.
fn mark_pattern(pattern: &Pattern, segment: &Segment, from: usize, marks: &mut Bits) {
    let arena = segment.arena.as_bytes();
    let (mut at, mut row) = (segment.start(from), from);
    while let Some((start, end)) = pattern.find_at(arena, at) {
        row = segment.row_at(start, row);
        if row >= segment.len() {
            return;
        }
        if end > segment.start(row) + segment.text(row).len() {
            (row..segment.len()).filter(|row| pattern.is_in(segment.text(*row))).for_each(|row| marks.set(row));
            return;
        }
        marks.set(row);
        row += 1;
        at = segment.start(row);
    }
}
