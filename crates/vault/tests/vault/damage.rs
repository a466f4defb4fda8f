//! Files that were cut off or damaged: what is before stays, nothing wrong is shown, nothing panics.

use proptest::prelude::*;
use vault::entry::{Entry, KeptLine};
use vault::memory::Memory;

use crate::lines::{DEVICE, entries, entries_back, entries_by, kept_lines, line, lines, open, unnumbered};
use vault::piece::Most;

/// A device's log in one chunk, in records of a few lines.
fn written(batches: &[u64]) -> (Memory, u64) {
    let mut vault = open(Memory::default());
    let mut last = 0;
    for batch in batches {
        vault.device(DEVICE).unwrap().append(&lines(last + 1..=last + batch, 20)).unwrap();
        last += batch;
    }
    (vault.into_store(), last)
}

proptest! {
    #[test]
    fn a_cut_leaves_the_records_before_it(batches in prop::collection::vec(1_u64..8, 1..12), cut: prop::sample::Index) {
        let (mut store, last) = written(&batches);
        let file = store.files.values_mut().next().unwrap();
        let length = cut.index(file.len() + 1);
        file.truncate(length);
        let mut vault = open(store);
        let kept = kept_lines(&mut vault, DEVICE);
        let count = kept.len() as u64;
        prop_assert_eq!(&kept, &lines(1..=count, 20));
        let mut ends = batches.iter().scan(0, |sum, batch| { *sum += batch; Some(*sum) });
        prop_assert!(count == 0 || ends.any(|end| end == count), "whole records");
        // What is missing is asked for again, and nothing else.
        let resumed = vault.device(DEVICE).unwrap().last().map_or(0, |last| last.sequence.unwrap());
        prop_assert_eq!(resumed, count);
        vault.device(DEVICE).unwrap().append(&lines(1..=last + 3, 20)).unwrap();
        let mut vault = open(vault.into_store());
        prop_assert_eq!(kept_lines(&mut vault, DEVICE), lines(1..=last + 3, 20));
    }

    #[test]
    fn a_damaged_byte_gives_no_wrong_line(
        batches in prop::collection::vec(1_u64..8, 1..12),
        at: prop::sample::Index,
        flip in 1_u8..,
    ) {
        let (mut store, _) = written(&batches);
        let file = store.files.values_mut().next().unwrap();
        let at = at.index(file.len());
        file[at] ^= flip;
        let mut vault = open(store);
        let kept = kept_lines(&mut vault, DEVICE);
        prop_assert_eq!(&kept, &lines(1..=kept.len() as u64, 20));
    }

    #[test]
    fn any_files_are_opened(files in prop::collection::btree_map(any::<u32>(), any::<Vec<u8>>(), 0..5)) {
        let mut vault = open(Memory { files, ..Memory::default() });
        prop_assert_eq!(vault.usage().unwrap().bytes, vault.store().bytes());
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A log of several chunks with one of them damaged: numbers show what is gone, wherever reading begins.
    #[test]
    fn damage_in_the_middle_is_a_gap(
        chunk: prop::sample::Index,
        at: prop::sample::Index,
        entries in 1_u64..300,
    ) {
        let mut vault = open(Memory::default());
        let last = 3_000;
        for batch in (1..=last).step_by(100) {
            vault.device(DEVICE).unwrap().append(&lines(batch..=batch + 99, 100)).unwrap();
        }
        let mut store = vault.into_store();
        let chunk = chunk.index(store.files.len() - 1);
        let file = store.files.values_mut().nth(chunk).unwrap();
        let at = 100 + at.index(file.len() - 100);
        file[at] ^= 1;
        let mut vault = open(store);
        let mut kept = vault.device(DEVICE).unwrap();
        let all = self::entries(&mut kept);
        let mut next = 1;
        for entry in &all {
            match entry {
                Entry::Line(found) => {
                    prop_assert_eq!(found, &line(next, 100));
                    next += 1;
                }
                Entry::Gap { missed, .. } => next += missed.unwrap(),
                Entry::Restart { .. } => prop_assert!(false),
            }
        }
        prop_assert_eq!(next, last + 1);
        let most = Most { entries, ..Most::default() };
        prop_assert_eq!(&entries_by(&mut kept, most), &all);
        prop_assert_eq!(&entries_back(&mut kept, most), &all);
    }
}

#[test]
fn what_cannot_be_read_is_removed_and_told() {
    let (mut store, _) = written(&[3]);
    store.files.insert(70, b"BNCLLOG\n\x02 of a newer version".to_vec());
    store.files.insert(71, vec![0; 500]);
    let mut vault = open(store);
    assert_eq!((vault.unreadable().files, vault.unreadable().bytes), (2, 528));
    assert_eq!(vault.store().files.len(), 1);
    assert_eq!(kept_lines(&mut vault, DEVICE).len(), 3);
}

#[test]
fn a_file_that_is_there_twice_is_read_once() {
    let (mut store, last) = written(&[3, 4]);
    let twin = store.files.values().next().unwrap().clone();
    store.files.insert(9, twin);
    let mut vault = open(store);
    assert_eq!(vault.unreadable().files, 1);
    assert_eq!(kept_lines(&mut vault, DEVICE), lines(1..=last, 20));
    assert_eq!(entries(&mut vault.device(DEVICE).unwrap()).len(), 7);
}

#[test]
fn lines_without_numbers_that_are_lost_while_it_is_open_are_a_gap() {
    let mut vault = open(Memory::default());
    for number in 1..=3 {
        vault.device(DEVICE).unwrap().append(&[unnumbered(number)]).unwrap();
    }
    let file = vault.store_mut().files.values_mut().next().unwrap();
    *file.last_mut().unwrap() ^= 1;
    // Too long for the same chunk.
    let long = KeptLine { message: "x".repeat(64 * 1024), ..unnumbered(4) };
    let mut kept = vault.device(DEVICE).unwrap();
    kept.append(std::slice::from_ref(&long)).unwrap();
    let gap = Entry::Gap { missed: Some(1), at_ms: long.created_at };
    assert_eq!(entries(&mut kept), [Entry::Line(unnumbered(1)), Entry::Line(unnumbered(2)), gap, Entry::Line(long)]);
}
