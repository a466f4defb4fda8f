//! Two bytes of a text at their distance, looked for in many places at once: what is left is checked byte by byte.

use std::ops::ControlFlow;

/// Places looked at together: the compiler does it in the widest registers there are.
const BLOCK: usize = 128;
/// So many bytes of a text are tried in pairs.
const TRIED: usize = 8;

/// Two bytes of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    first: Place,
    second: Place,
    /// Whether either is a letter in any case.
    folds: bool,
}

/// A byte of the text: where it is, and which bits are set before it is compared.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    byte: u8,
    fold: u8,
}

impl Place {
    fn is_in(self, byte: u8) -> bool {
        byte | self.fold == self.byte
    }
}

impl Pair {
    /// The pair of a text that `sample` has least of. The text is not empty, and in lower case when it `folds`, which ASCII letters
    /// do. A text of one byte is both.
    pub(crate) fn rarest(text: &[u8], folds: bool, sample: &[u8]) -> Self {
        let count = |place: Place| sample.iter().filter(|byte| place.is_in(**byte)).count();
        let fold = |byte: u8| if folds && byte.is_ascii_lowercase() { 0x20 } else { 0 };
        let places = text.iter().enumerate().map(|(at, byte)| Place { at, byte: *byte, fold: fold(*byte) });
        let mut places: Vec<(usize, Place)> = places.map(|place| (count(place), place)).collect();
        places.sort_by_key(|(count, _)| *count);
        places.truncate(TRIED);
        let one = |at: usize| places.get(at).or(places.first()).map_or(Place { at: 0, byte: 0, fold: 0 }, |it| it.1);
        let pair = |first: usize, second: usize| {
            let (first, second) = (one(first), one(second));
            Self { first, second, folds: first.fold | second.fold != 0 }
        };
        let pairs = (0..places.len()).flat_map(|second| (0..second).map(move |first| pair(first, second)));
        pairs.min_by_key(|pair| pair.count(sample)).unwrap_or_else(|| pair(0, 0))
    }

    fn count(&self, sample: &[u8]) -> usize {
        let of = |place: Place| sample.get(place.at..).unwrap_or_default();
        let both = of(self.first).iter().zip(of(self.second));
        both.filter(|(first, second)| self.first.is_in(**first) && self.second.is_in(**second)).count()
    }

    /// Calls `check` with each start, from `from` on, of a text of `len` bytes that has both, in order, until it breaks; it answers
    /// where to go on from.
    pub(crate) fn each(&self, haystack: &[u8], len: usize, check: impl FnMut(usize) -> ControlFlow<(), usize>) {
        let Some(starts) = haystack.len().checked_sub(len) else { return };
        let of = |place: Place| haystack.get(place.at..=starts + place.at).unwrap_or_default();
        let (first, second) = (of(self.first), of(self.second));
        // Broken off or not: there is nothing more to do.
        let _ =
            if self.folds { self.walk::<true>(first, second, check) } else { self.walk::<false>(first, second, check) };
    }

    fn walk<const FOLDS: bool>(
        &self,
        first: &[u8],
        second: &[u8],
        mut check: impl FnMut(usize) -> ControlFlow<(), usize>,
    ) -> ControlFlow<()> {
        let (blocks, rest) = first.as_chunks::<BLOCK>();
        let (others, other_rest) = second.as_chunks::<BLOCK>();
        let (mut block, mut from, mut is_likely) = (0, 0, false);
        while let (Some(firsts), Some(seconds)) = (blocks.get(block), others.get(block)) {
            // After a block with both the next is likely to have them, too.
            if is_likely || self.is_in::<FOLDS>(firsts, seconds) {
                let marks = self.marks::<FOLDS>(firsts, seconds);
                let former = from;
                from = each_mark(&marks, block * BLOCK, from, &mut check)?;
                is_likely = from > former;
            }
            block = (block + 1).max(from / BLOCK);
        }
        for (at, (first, second)) in (blocks.len() * BLOCK..).zip(rest.iter().zip(other_rest)) {
            if at >= from && self.difference::<FOLDS>(*first, *second) == 0 {
                from = check(at)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// 1 in each place of a block that has both.
    fn marks<const FOLDS: bool>(&self, first: &[u8; BLOCK], second: &[u8; BLOCK]) -> [u8; BLOCK] {
        let mut marks = [0; BLOCK];
        for (mark, (first, second)) in marks.iter_mut().zip(first.iter().zip(second)) {
            *mark = u8::from(self.difference::<FOLDS>(*first, *second) == 0);
        }
        marks
    }

    fn is_in<const FOLDS: bool>(&self, first: &[u8; BLOCK], second: &[u8; BLOCK]) -> bool {
        let differences = first.iter().zip(second).map(|(first, second)| self.difference::<FOLDS>(*first, *second));
        differences.fold(u8::MAX, u8::min) == 0
    }

    /// 0 where both are there.
    fn difference<const FOLDS: bool>(&self, first: u8, second: u8) -> u8 {
        let (first, second) =
            if FOLDS { (first | self.first.fold, second | self.second.fold) } else { (first, second) };
        (first ^ self.first.byte) | (second ^ self.second.byte)
    }
}

/// Checks the marked places of a block that begins at `start`; where to go on from.
fn each_mark(
    marks: &[u8; BLOCK],
    start: usize,
    mut from: usize,
    check: &mut impl FnMut(usize) -> ControlFlow<(), usize>,
) -> ControlFlow<(), usize> {
    let words = marks.as_chunks().0;
    let mut word = from.saturating_sub(start) / 8;
    while let Some(marks) = words.get(word) {
        let place = start + word * 8;
        let mut marks = u64::from_le_bytes(*marks);
        while marks != 0 {
            let at = place + marks.trailing_zeros() as usize / 8;
            marks &= marks - 1;
            if at >= from {
                from = check(at)?;
            }
        }
        word = (word + 1).max(from.saturating_sub(start) / 8);
    }
    ControlFlow::Continue(from)
}
