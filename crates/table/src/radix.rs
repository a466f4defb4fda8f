//! Sorting by a whole number in a few passes, whatever the order before; equal ones keep theirs.

/// Fewer are sorted by comparing.
const FEW: usize = 128;
const DIGITS: usize = 8;

/// Sorts by the number.
pub(crate) fn sort(keyed: &mut Vec<(u64, u32)>) {
    if keyed.len() < FEW {
        keyed.sort_by_key(|one| one.0);
        return;
    }
    let mut counts = [[0_u32; 256]; DIGITS];
    for (number, _) in &*keyed {
        for (counts, byte) in counts.iter_mut().zip(number.to_le_bytes()) {
            counts[usize::from(byte)] += 1;
        }
    }
    let mut other = vec![(0, 0); keyed.len()];
    for (digit, counts) in counts.iter().enumerate() {
        // A digit that is the same in all puts nothing in order.
        if counts.iter().any(|count| *count as usize == keyed.len()) {
            continue;
        }
        let mut begin = 0;
        let mut places = counts.map(|count| {
            begin += count;
            begin - count
        });
        for one in &*keyed {
            let place = &mut places[usize::from(one.0.to_le_bytes()[digit])];
            other[*place as usize] = *one;
            *place += 1;
        }
        std::mem::swap(keyed, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sort;

    proptest! {
        #[test]
        fn sorts_as_a_stable_sort_does(numbers in proptest::collection::vec(prop_oneof![any::<u64>(), 0_u64..4, Just(u64::MAX)], 0..600)) {
            let mut keyed: Vec<(u64, u32)> = numbers.into_iter().zip(0..).collect();
            let mut wanted = keyed.clone();
            wanted.sort_by_key(|one| one.0);
            sort(&mut keyed);
            prop_assert_eq!(keyed, wanted);
        }
    }
}
