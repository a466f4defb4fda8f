//! Lists of tags: a row is a span of (key, value) codes; keys and values are words that rows share.

use crate::interner::Interner;

const SLACK: usize = 8 * 1024;

/// A column of tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct TagLists {
    pub(crate) keys: Interner,
    pub(crate) values: Interner,
    pairs: Vec<(u32, u32)>,
    /// Beginning and length.
    spans: Vec<(u32, u32)>,
    waste: usize,
    /// Rises when codes are given anew.
    pub(crate) edition: u32,
}

impl TagLists {
    pub(crate) fn grow(&mut self) {
        self.spans.push((0, 0));
    }

    /// The codes of a row's keys and values.
    pub(crate) fn pairs(&self, row: u32) -> &[(u32, u32)] {
        let (start, length) = self.spans.get(row as usize).copied().unwrap_or_default();
        self.pairs.get(start as usize..(start + length) as usize).unwrap_or_default()
    }

    /// The code of the value that a row has for a key.
    pub(crate) fn value_of(&self, row: u32, key: u32) -> Option<u32> {
        self.pairs(row).iter().find(|pair| pair.0 == key).map(|pair| pair.1)
    }

    /// A row's tags as texts.
    pub(crate) fn texts(&self, row: u32) -> impl Iterator<Item = (&str, &str)> {
        self.pairs(row).iter().map(|(key, value)| {
            (self.keys.text(*key).unwrap_or_default(), self.values.text(*value).unwrap_or_default())
        })
    }

    pub(crate) fn set(&mut self, row: u32, tags: &[(&str, &str)]) -> bool {
        if row as usize >= self.spans.len() || self.texts(row).eq(tags.iter().copied()) {
            return false;
        }
        let former: Vec<(u32, u32)> = self.pairs(row).to_vec();
        let new: Vec<(u32, u32)> =
            tags.iter().map(|(key, value)| (self.keys.hold(key), self.values.hold(value))).collect();
        let (mut start, _) = self.spans[row as usize];
        if new.len() <= former.len() {
            let at = start as usize;
            self.pairs[at..at + new.len()].copy_from_slice(&new);
            self.waste += former.len() - new.len();
        } else {
            start = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
            self.pairs.extend_from_slice(&new);
            self.waste += former.len();
        }
        self.spans[row as usize] = (start, u32::try_from(new.len()).unwrap_or(0));
        for (key, value) in former {
            self.keys.release(key);
            self.values.release(value);
        }
        if self.waste > SLACK && self.waste * 2 > self.pairs.len() {
            self.compact();
        }
        if self.keys.is_wasteful() || self.values.is_wasteful() {
            self.renumber();
        }
        true
    }

    pub(crate) fn bytes(&self) -> usize {
        (self.pairs.capacity() + self.spans.capacity()) * size_of::<(u32, u32)>()
            + (self.keys.len() + self.values.len()) * 48
    }

    fn compact(&mut self) {
        let mut pairs = Vec::with_capacity(self.pairs.len() - self.waste);
        for (start, length) in &mut self.spans {
            let from = *start as usize;
            *start = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
            pairs.extend_from_slice(&self.pairs[from..from + *length as usize]);
        }
        self.pairs = pairs;
        self.waste = 0;
    }

    fn renumber(&mut self) {
        self.compact();
        let (keys, values) = (self.keys.compact(), self.values.compact());
        for (key, value) in &mut self.pairs {
            (*key, *value) = (keys[*key as usize], values[*value as usize]);
        }
        self.edition += 1;
    }
}
