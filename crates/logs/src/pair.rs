//! Two bytes of a text at their distance, looked for in many places at once: what is left is checked byte by byte.

use std::ops::ControlFlow;

/// Places looked at together: the compiler does it in the widest registers there are.
const BLOCK: usize = 128;
/// Blocks that are looked through before what they have is checked: they fit into the nearest memory.
const WINDOW: usize = 2_048;
/// In so many places of a window.
const PLACES: usize = 8;
/// Fewer blocks than this are checked at once.
const FEW: usize = 32;
/// A byte of which there is one in so many, or fewer, is looked for alone.
const RARE: usize = 4_096;
/// So many bytes of a text are tried in pairs.
const TRIED: usize = 8;

/// Two bytes of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    first: Place,
    second: Place,
    /// Whether either is a letter in any case.
    folds: bool,
    /// The first is so rare that the second is not looked for.
    is_one: bool,
    /// More than every other line of the sample has it.
    is_common: bool,
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

    /// 0 in each byte that is this one.
    fn difference_of_eight(self, bytes: [u8; 8], folds: bool) -> u64 {
        let fold = if folds { u64::from(self.fold) * ONES } else { 0 };
        (u64::from_le_bytes(bytes) | fold) ^ (u64::from(self.byte) * ONES)
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
        let is_one = text.len() == 1 || places.first().is_some_and(|(count, _)| *count <= sample.len() / RARE);
        if is_one {
            places.truncate(1);
        }
        let one = |at: usize| places.get(at).or(places.first()).map_or(Place { at: 0, byte: 0, fold: 0 }, |it| it.1);
        let pair = |first: usize, second: usize| {
            let (first, second) = (one(first), one(second));
            Self { first, second, folds: first.fold | second.fold != 0, is_one, is_common: false }
        };
        let pairs = (0..places.len()).flat_map(|second| (0..second).map(move |first| pair(first, second)));
        let rarest = pairs.min_by_key(|pair| pair.count(sample)).unwrap_or_else(|| pair(0, 0));
        let lines = memchr::memchr_iter(b'\n', sample).count();
        Self { is_common: rarest.count(sample) * 2 > lines, ..rarest }
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
        let _ = match (self.folds, self.is_one) {
            (false, false) => self.walk::<false, false>(first, second, check),
            (false, true) => self.walk::<false, true>(first, first, check),
            (true, false) => self.walk::<true, false>(first, second, check),
            (true, true) => self.walk::<true, true>(first, first, check),
        };
    }

    fn walk<const FOLDS: bool, const ONE: bool>(
        &self,
        first: &[u8],
        second: &[u8],
        mut check: impl FnMut(usize) -> ControlFlow<(), usize>,
    ) -> ControlFlow<()> {
        let (blocks, rest) = first.as_chunks::<BLOCK>();
        let (others, other_rest) = second.as_chunks::<BLOCK>();
        let (mut from, mut is_dense) = (0, self.is_common);
        for (number, (firsts, seconds)) in blocks.chunks(WINDOW).zip(others.chunks(WINDOW)).enumerate() {
            let start = number * WINDOW * BLOCK;
            // Where a window had it nearly everywhere, the next one is likely to have it, too.
            let is_sought = !is_dense && firsts.len() >= FEW;
            let likely = if is_sought { self.likely::<FOLDS, ONE>(firsts, seconds) } else { Likely::all(firsts.len()) };
            let (mut passed, mut block) = (0, 0);
            while let Some(at) = likely.next(block)
                && let (Some(firsts), Some(seconds)) = (firsts.get(at), seconds.get(at))
            {
                let (begin, former) = (start + at * BLOCK, from);
                from = self.each_in::<FOLDS, ONE>(firsts, seconds, begin, from, &mut check)?;
                passed += from - former.max(begin).min(from);
                block = (at + 1).max(from.saturating_sub(start) / BLOCK);
            }
            is_dense = passed > firsts.len() * BLOCK / 2;
        }
        for (at, (first, second)) in (blocks.len() * BLOCK..).zip(rest.iter().zip(other_rest)) {
            if at >= from && self.difference::<FOLDS, ONE>(*first, *second) == 0 {
                from = check(at)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Which blocks have both. They are looked at in several places at once, which memory gives faster than one after the other.
    fn likely<const FOLDS: bool, const ONE: bool>(&self, firsts: &[[u8; BLOCK]], seconds: &[[u8; BLOCK]]) -> Likely {
        let mut likely = Likely::default();
        let part = firsts.len() / PLACES;
        let mut look = |at: usize| {
            if let (Some(first), Some(second)) = (firsts.get(at), seconds.get(at)) {
                likely.set(at, self.is_in::<FOLDS, ONE>(first, second));
            }
        };
        for at in 0..part {
            for place in 0..PLACES {
                look(place * part + at);
            }
        }
        (part * PLACES..firsts.len()).for_each(look);
        likely
    }

    /// Checks the places of a block that begins at `start` and is looked at from `from` on; where to go on from.
    fn each_in<const FOLDS: bool, const ONE: bool>(
        &self,
        firsts: &[u8; BLOCK],
        seconds: &[u8; BLOCK],
        start: usize,
        mut from: usize,
        check: &mut impl FnMut(usize) -> ControlFlow<(), usize>,
    ) -> ControlFlow<(), usize> {
        let (firsts, seconds) = (firsts.as_chunks().0, seconds.as_chunks().0);
        let mut word = from.saturating_sub(start) / 8;
        while let (Some(first), Some(second)) = (firsts.get(word), seconds.get(word)) {
            let mut difference = self.first.difference_of_eight(*first, FOLDS);
            if !ONE {
                difference |= self.second.difference_of_eight(*second, FOLDS);
            }
            let mut marks = zeros(difference);
            while marks != 0 {
                let at = start + word * 8 + marks.trailing_zeros() as usize / 8;
                marks &= marks - 1;
                if at >= from {
                    from = check(at)?;
                }
            }
            word = (word + 1).max(from.saturating_sub(start) / 8);
        }
        ControlFlow::Continue(from)
    }

    fn is_in<const FOLDS: bool, const ONE: bool>(&self, first: &[u8; BLOCK], second: &[u8; BLOCK]) -> bool {
        let differences =
            first.iter().zip(second).map(|(first, second)| self.difference::<FOLDS, ONE>(*first, *second));
        differences.fold(u8::MAX, u8::min) == 0
    }

    /// 0 where both are there.
    fn difference<const FOLDS: bool, const ONE: bool>(&self, first: u8, second: u8) -> u8 {
        let of = |place: Place, byte: u8| if FOLDS { (byte | place.fold) ^ place.byte } else { byte ^ place.byte };
        if ONE { of(self.first, first) } else { of(self.first, first) | of(self.second, second) }
    }
}

/// A one in each byte.
const ONES: u64 = u64::from_le_bytes([1; 8]);

/// The highest bit of each byte that is 0.
fn zeros(bytes: u64) -> u64 {
    const LOW: u64 = 0x7f * ONES;
    !(((bytes & LOW) + LOW) | bytes | LOW)
}

/// Blocks of a window.
#[derive(Debug, Default)]
struct Likely([u64; WINDOW / 64]);

impl Likely {
    fn all(blocks: usize) -> Self {
        let mut all = Self::default();
        for (at, word) in all.0.iter_mut().enumerate() {
            *word = match blocks.saturating_sub(at * 64) {
                inside @ ..64 => (1 << inside) - 1,
                _ => u64::MAX,
            };
        }
        all
    }

    fn set(&mut self, block: usize, is_likely: bool) {
        if let Some(word) = self.0.get_mut(block / 64) {
            *word |= u64::from(is_likely) << (block % 64);
        }
    }

    /// The first from a block on.
    fn next(&self, block: usize) -> Option<usize> {
        let (mut at, rest) = (block / 64, block % 64);
        let mut word = self.0.get(at)? >> rest << rest;
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at * 64 + word.trailing_zeros() as usize)
    }
}
