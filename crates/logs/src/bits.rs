//! A set of small numbers as bits, with the two questions a window asks: how many before, and which is the nth.

/// Numbers from 0 on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

const WORD: usize = u64::BITS as usize;

impl Bits {
    /// Room for numbers below `end`, none of them in the set.
    pub(crate) fn below(end: usize) -> Self {
        Self { words: vec![0; end.div_ceil(WORD)] }
    }

    pub(crate) fn set(&mut self, number: usize) {
        if number / WORD >= self.words.len() {
            self.words.resize(number / WORD + 1, 0);
        }
        if let Some(word) = self.words.get_mut(number / WORD) {
            *word |= 1 << (number % WORD);
        }
    }

    /// Adds those of another set.
    pub(crate) fn add(&mut self, others: &Self) {
        if others.words.len() > self.words.len() {
            self.words.resize(others.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&others.words) {
            *word |= other;
        }
    }

    /// All numbers from `start` on and below `end`.
    pub(crate) fn between(start: usize, end: usize) -> Self {
        let below = |end: usize, word: usize| match end.saturating_sub(word * WORD) {
            inside @ ..WORD => (1 << inside) - 1,
            _ => u64::MAX,
        };
        Self { words: (0..end.div_ceil(WORD)).map(|word| below(end, word) & !below(start, word)).collect() }
    }

    pub(crate) fn unset(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / WORD) {
            *word &= !(1 << (number % WORD));
        }
    }

    /// Takes away those at or above `end`.
    pub(crate) fn cut(&mut self, end: usize) {
        self.words.truncate(end.div_ceil(WORD));
        if let Some(word) = self.words.get_mut(end / WORD) {
            *word &= (1 << (end % WORD)) - 1;
        }
    }

    pub(crate) fn has(&self, number: usize) -> bool {
        self.words.get(number / WORD).is_some_and(|word| word >> (number % WORD) & 1 == 1)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many are below `number`.
    pub(crate) fn rank(&self, number: usize) -> usize {
        let whole = self.words.iter().take(number / WORD).map(|word| word.count_ones() as usize).sum::<usize>();
        let part = self.words.get(number / WORD).map_or(0, |word| word & ((1 << (number % WORD)) - 1));
        whole + part.count_ones() as usize
    }

    /// The `nth` of them, from 0.
    pub(crate) fn select(&self, nth: usize) -> Option<usize> {
        let mut left = nth;
        for (at, word) in self.words.iter().enumerate() {
            let here = word.count_ones() as usize;
            if left < here {
                let mut word = *word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(at * WORD + word.trailing_zeros() as usize);
            }
            left -= here;
        }
        None
    }

    /// The last of them below `end`.
    pub(crate) fn last_below(&self, end: usize) -> Option<usize> {
        let (whole, rest) = (end / WORD, end % WORD);
        let part = self.words.get(whole).map_or(0, |word| word & ((1 << rest) - 1));
        let high = |at: usize, word: u64| (at + 1) * WORD - 1 - word.leading_zeros() as usize;
        if part != 0 {
            return Some(high(whole, part));
        }
        let words = self.words.get(..whole.min(self.words.len()))?;
        words.iter().enumerate().rev().find(|(_, word)| **word != 0).map(|(at, word)| high(at, *word))
    }

    /// They in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.iter_from(0)
    }

    /// Those at or above `start`, in order.
    pub(crate) fn iter_from(&self, start: usize) -> impl Iterator<Item = usize> {
        let (whole, rest) = (start / WORD, start % WORD);
        self.words.iter().enumerate().skip(whole).flat_map(move |(at, word)| {
            let mut word = if at == whole { word >> rest << rest } else { *word };
            std::iter::from_fn(move || {
                let low = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * WORD + low)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rank_and_select_are_what_a_list_says(mut numbers in prop::collection::btree_set(0_usize..300, 0..90)) {
            let mut bits = Bits::default();
            for number in &numbers {
                bits.set(*number);
            }
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), numbers.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(bits.count(), numbers.len());
            for number in 0..400 {
                prop_assert_eq!(bits.rank(number), numbers.range(..number).count());
                prop_assert_eq!(bits.has(number), numbers.contains(&number));
                prop_assert_eq!(bits.last_below(number), numbers.range(..number).next_back().copied());
                prop_assert_eq!(bits.iter_from(number).next(), numbers.range(number..).next().copied());
            }
            for (start, end) in [(0, 64), (5, 9), (63, 65), (64, 300), (9, 5)] {
                let mut both = bits.clone();
                both.add(&Bits::between(start, end));
                let expected: std::collections::BTreeSet<_> = numbers.iter().copied().chain(start..end).collect();
                prop_assert_eq!(both.iter().collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>());
            }
            let mut cut = bits.clone();
            cut.cut(150);
            prop_assert_eq!(cut.iter().collect::<Vec<_>>(), numbers.range(..150).copied().collect::<Vec<_>>());
            let mut nth = 0;
            while let Some(first) = numbers.pop_first() {
                prop_assert_eq!(bits.select(nth), Some(first));
                nth += 1;
            }
            prop_assert_eq!(bits.select(nth), None);
        }
    }
}
