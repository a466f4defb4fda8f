//! Which runs of three bytes each stretch of a segment has: most of it need not be looked through for a text that is rare.

use std::iter;

/// Bytes of a stretch.
const STRETCH: usize = 4_096;
/// So many bytes of a text are regarded, and as many beyond its end count as a stretch's own: what begins in it is there whole.
const REGARDED: usize = 64;
/// A power of two. Four kilobytes of a log have some eight hundred runs, so that half of the bits are set: of two runs that are not
/// there, one is taken for one that is.
const BITS: u32 = 1_024;

/// Of each stretch a Bloom filter of one hash, in ASCII lower case; an arena's 32nd part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trigrams(Vec<[u64; BITS as usize / 64]>);

/// A run of three as a word of a filter and the bit in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    word: usize,
    bit: u64,
}

/// The runs of a text that is looked for; none when it is shorter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sought(Vec<Place>);

impl Sought {
    pub(crate) fn of(text: &[u8]) -> Self {
        let mut places: Vec<Place> = places(text.get(..REGARDED).unwrap_or(text)).collect();
        places.sort_unstable();
        places.dedup();
        Self(places)
    }
}

fn places(bytes: &[u8]) -> impl Iterator<Item = Place> {
    bytes.windows(3).map(|run| {
        let run = run.iter().fold(0_u32, |run, byte| run << 8 | u32::from(byte.to_ascii_lowercase()));
        // The high bits of a product depend on all bits of what is multiplied (Knuth's multiplicative hash).
        let hash = run.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS.trailing_zeros());
        Place { word: hash as usize / 64, bit: 1 << (hash % 64) }
    })
}

impl Trigrams {
    pub(crate) fn of(arena: &[u8]) -> Self {
        let starts = (0..arena.len()).step_by(STRETCH);
        let stretches = starts.map(|start| {
            let end = (start + STRETCH + REGARDED).min(arena.len());
            let mut filter = [0; BITS as usize / 64];
            for place in places(arena.get(start..end).unwrap_or_default()) {
                if let Some(word) = filter.get_mut(place.word) {
                    *word |= place.bit;
                }
            }
            filter
        });
        Self(stretches.collect())
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.0.as_slice())
    }

    /// Where the text may begin, from the first offset to before the second, in order; none where that is nearly everywhere, since
    /// one long part is looked through faster than many short ones.
    pub(crate) fn may_begin(&self, sought: &Sought) -> Option<impl Iterator<Item = (usize, usize)>> {
        let has = |filter: &[u64], place: &Place| filter.get(place.word).is_some_and(|word| word & place.bit != 0);
        let may = |filter: &[u64]| sought.0.iter().all(|place| has(filter, place));
        let stretches: Vec<usize> =
            self.0.iter().enumerate().filter(|(_, filter)| may(*filter)).map(|(stretch, _)| stretch).collect();
        if stretches.len() * 5 > self.0.len() * 2 {
            return None;
        }
        let mut stretches = stretches.into_iter().peekable();
        Some(iter::from_fn(move || {
            let first = stretches.next()?;
            let mut end = first + 1;
            while stretches.next_if_eq(&end).is_some() {
                end += 1;
            }
            Some((first * STRETCH, end * STRETCH))
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn where_a_text_is_it_may_be(
            text in "[a-cA-Cé]{1,90}",
            fills in prop::collection::vec(0_usize..9_000, 1..4),
            filler in "[a-f0-9 ]{1,40}",
        ) {
            let mut arena = Vec::new();
            let mut starts = Vec::new();
            for fill in fills {
                arena.extend(filler.bytes().cycle().take(fill));
                starts.push(arena.len());
                arena.extend(text.to_ascii_uppercase().bytes());
            }
            let (trigrams, sought) = (Trigrams::of(&arena), Sought::of(text.as_bytes()));
            let parts = trigrams.may_begin(&sought).map(Iterator::collect);
            let runs: Vec<_> = parts.unwrap_or_else(|| vec![(0, arena.len())]);
            for start in starts {
                prop_assert!(runs.iter().any(|(from, end)| (*from..*end).contains(&start)), "{start} in {runs:?}");
            }
            prop_assert!(runs.iter().zip(runs.iter().skip(1)).all(|(one, next)| one.1 < next.0), "apart and in order");
        }
    }

    #[test]
    fn most_stretches_need_not_be_looked_through() {
        let line = |number: u32| {
            format!("12:04:{:02} device-{:05} took {} ms\n", number % 60, number * 7_919 % 99_991, number % 500)
        };
        let arena: String = (0..8_000).map(line).collect();
        let trigrams = Trigrams::of(arena.as_bytes());
        let share = |text: &str| {
            let sought = Sought::of(text.as_bytes());
            let parts = trigrams.may_begin(&sought)?;
            Some(parts.map(|(from, end)| end - from).sum::<usize>() * 100 / arena.len())
        };
        assert!(share("zzz-never").is_some_and(|percent| percent < 10), "{:?}", share("zzz-never"));
        assert_eq!(share("device-3"), None, "each has some like it");
    }
}
