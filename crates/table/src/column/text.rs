//! Texts end to end in one arena: a row is where its text begins and how long it is.

/// The length that stands for no text.
const NONE: u32 = u32::MAX;
/// As much waste is always allowed, in bytes.
const SLACK: usize = 64 * 1024;

/// A column of texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    arena: Vec<u8>,
    /// Beginning and length.
    spans: Vec<(u32, u32)>,
    /// Bytes of the arena that no row uses.
    waste: usize,
}

impl Texts {
    pub(crate) fn grow(&mut self) {
        self.spans.push((0, NONE));
    }

    pub(crate) fn raw(&self, row: u32) -> Option<&[u8]> {
        let (start, length) = *self.spans.get(row as usize)?;
        if length == NONE { None } else { self.arena.get(start as usize..(start + length) as usize) }
    }

    pub(crate) fn get(&self, row: u32) -> Option<&str> {
        std::str::from_utf8(self.raw(row)?).ok()
    }

    pub(crate) fn set(&mut self, row: u32, text: Option<&str>) -> bool {
        if self.raw(row) == text.map(str::as_bytes) {
            return false;
        }
        let Some(&(start, former)) = self.spans.get(row as usize) else { return false };
        let room = if former == NONE { 0 } else { former as usize };
        let span = match text {
            None => {
                self.waste += room;
                (0, NONE)
            }
            Some(text) if text.len() <= room => {
                let at = start as usize;
                self.arena[at..at + text.len()].copy_from_slice(text.as_bytes());
                self.waste += room - text.len();
                (start, length(text.len()))
            }
            Some(text) => {
                self.waste += room;
                let start = length(self.arena.len());
                self.arena.extend_from_slice(text.as_bytes());
                (start, length(text.len()))
            }
        };
        self.spans[row as usize] = span;
        if self.waste > SLACK && self.waste * 2 > self.arena.len() {
            self.compact();
        }
        true
    }

    pub(crate) fn bytes(&self) -> usize {
        self.arena.capacity() + self.spans.capacity() * size_of::<(u32, u32)>()
    }

    fn compact(&mut self) {
        let mut arena = Vec::with_capacity(self.arena.len() - self.waste);
        for (start, length) in self.spans.iter_mut().filter(|(_, length)| *length != NONE) {
            let from = *start as usize;
            *start = self::length(arena.len());
            arena.extend_from_slice(&self.arena[from..from + *length as usize]);
        }
        self.arena = arena;
        self.waste = 0;
    }
}

/// An arena never reaches 4 GiB: rows are bounded long before.
fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(NONE - 1)
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn rows_that_change_for_ever_take_bounded_room() {
        let mut texts = Texts::default();
        for _ in 0..100 {
            texts.grow();
        }
        for round in 0..2_000_u32 {
            for row in 0..100 {
                texts.set(row, Some(&"x".repeat(1 + (round as usize * 7 + row as usize) % 90)));
            }
        }
        assert!(texts.bytes() < 256 * 1024, "{}", texts.bytes());
        assert_eq!(texts.get(3).map(str::len), Some(1 + (1_999 * 7 + 3) % 90));
        assert!(texts.set(3, None) && texts.get(3).is_none() && !texts.set(3, None));
    }
}
