//! Reading in pieces: any size gives the same log, from either end.

use proptest::prelude::*;
use vault::entry::Entry;
use vault::memory::Memory;
use vault::piece::Most;

use crate::lines::{DEVICE, entries, entries_back, entries_by, line, lines, open, unnumbered};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn pieces_make_the_whole(
        parts in prop::collection::vec((0_u8..5, 1_u64..60, 0_usize..2_000), 1..30),
        most in (1_u64..200, 0_usize..40_000),
    ) {
        let mut vault = open(Memory::default());
        let mut kept = vault.device(DEVICE).unwrap();
        let mut next = 1;
        for (what, count, length) in parts {
            match what {
                0 => kept.gap(None, 5).unwrap(),
                1 => kept.restart(6).unwrap(),
                // Some are missed.
                2 => next += count,
                3 => { kept.append(&[unnumbered(next)]).unwrap(); }
                _ => {
                    kept.append(&lines(next..=next + count, length)).unwrap();
                    next += count + 1;
                }
            }
        }
        let all = entries(&mut kept);
        let most = Most { entries: most.0, bytes: most.1 };
        prop_assert_eq!(&entries_by(&mut kept, most), &all);
        prop_assert_eq!(&entries_back(&mut kept, most), &all);
        let lines = all.iter().filter(|entry| matches!(entry, Entry::Line(_))).count();
        prop_assert_eq!(kept.lines(), lines as u64);
        let mut vault = open(vault.into_store());
        prop_assert_eq!(&entries(&mut vault.device(DEVICE).unwrap()), &all);
    }
}

#[test]
fn the_last_lines_are_read_without_those_before() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    kept.append(&lines(1..=2_000, 300)).unwrap();
    let piece = kept.read_back(u64::MAX, Most { entries: 3, ..Most::default() }).unwrap();
    assert_eq!(piece.entries, [1_998, 1_999, 2_000].map(|number| Entry::Line(line(number, 300))));
    assert!(piece.is_last && !piece.is_first);
    let piece = kept.read_back(piece.from, Most { entries: 10_000, bytes: 1_000 }).unwrap();
    assert_eq!(piece.entries, [1_996, 1_997].map(|number| Entry::Line(line(number, 300))));
}

#[test]
fn a_piece_is_bounded_whatever_is_asked_for() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    kept.append(&lines(1..=30_000, 0)).unwrap();
    let piece = kept.read(0, Most { entries: u64::MAX, bytes: usize::MAX }).unwrap();
    assert_eq!(piece.entries.len() as u64, Most::CEILING.entries);
    assert!(!piece.is_last);
}

#[test]
fn nothing_is_read_of_nothing() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    let piece = kept.read(0, Most::default()).unwrap();
    assert!(piece.entries.is_empty() && piece.is_first && piece.is_last);
    assert!(kept.read_back(9, Most::default()).unwrap().entries.is_empty());
    assert_eq!(kept.beginning(), None);
}
