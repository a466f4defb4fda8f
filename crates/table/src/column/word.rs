//! Words that many rows share: a row is the code of its word.

use crate::interner::Interner;

const NONE: u32 = u32::MAX;

/// A column of words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) dictionary: Interner,
    codes: Vec<u32>,
    /// Its first words are a list with an order and stay.
    is_closed: bool,
    /// Rises when codes are given anew.
    pub(crate) edition: u32,
}

impl Words {
    /// With the words of a closed list, whose codes are their places in it.
    pub(crate) fn closed(list: impl Iterator<Item = &'static str>) -> Self {
        let mut words = Self { is_closed: true, ..Self::default() };
        for word in list {
            words.dictionary.add(word);
        }
        words
    }

    pub(crate) fn grow(&mut self) {
        self.codes.push(NONE);
    }

    pub(crate) fn code(&self, row: u32) -> Option<u32> {
        self.codes.get(row as usize).copied().filter(|code| *code != NONE)
    }

    pub(crate) fn get(&self, row: u32) -> Option<&str> {
        self.dictionary.text(self.code(row)?)
    }

    pub(crate) fn set(&mut self, row: u32, word: Option<&str>) -> bool {
        if self.get(row) == word {
            return false;
        }
        let Some(former) = self.code(row).or(Some(NONE)).filter(|_| (row as usize) < self.codes.len()) else {
            return false;
        };
        self.codes[row as usize] = word.map_or(NONE, |word| self.dictionary.hold(word));
        self.dictionary.release(former);
        if !self.is_closed && self.dictionary.is_wasteful() {
            let moved = self.dictionary.compact();
            for code in self.codes.iter_mut().filter(|code| **code != NONE) {
                *code = moved[*code as usize];
            }
            self.edition += 1;
        }
        true
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(crate) fn bytes(&self) -> usize {
        self.codes.capacity() * size_of::<u32>() + self.dictionary.len() * 48
    }
}
