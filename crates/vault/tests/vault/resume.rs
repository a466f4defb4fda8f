//! Streams break and tabs are reloaded: every line is kept once, in order.

use proptest::prelude::*;
use vault::entry::Entry;
use vault::memory::Memory;

use crate::lines::{DEVICE, entries, kept_lines, line, lines, open, unnumbered};

proptest! {
    /// Each stream begins at or before where the last one ended; some tabs are reloaded between, some after a power cut.
    #[test]
    fn every_line_is_kept_once(
        streams in prop::collection::vec((0_u64..50, 1_u64..60, any::<bool>(), 0_usize..400), 1..20),
    ) {
        let mut vault = open(Memory::default());
        let mut end = 0;
        for (again, new, is_reloaded, lost) in streams {
            let last = vault.device(DEVICE).unwrap().last().and_then(|last| last.sequence).unwrap_or_default();
            prop_assert!(last <= end);
            end = end.max(last + new);
            vault.device(DEVICE).unwrap().append(&lines(last.saturating_sub(again).max(1)..=end, 20)).unwrap();
            if is_reloaded {
                let mut store = vault.into_store();
                let file = store.files.values_mut().last().unwrap();
                file.truncate(file.len().saturating_sub(lost));
                vault = open(store);
            }
        }
        let last = vault.device(DEVICE).unwrap().last().and_then(|last| last.sequence).unwrap_or_default();
        vault.device(DEVICE).unwrap().append(&lines(last + 1..=end, 20)).unwrap();
        prop_assert_eq!(kept_lines(&mut vault, DEVICE), lines(1..=end, 20));
        prop_assert_eq!(entries(&mut vault.device(DEVICE).unwrap()).len() as u64, end, "no gap");
    }
}

#[test]
fn a_reload_knows_where_to_go_on() {
    let mut vault = open(Memory::default());
    assert_eq!(vault.device(DEVICE).unwrap().last(), None);
    assert_eq!(vault.device(DEVICE).unwrap().append(&lines(1..=9, 5)), Ok(9));
    assert_eq!(vault.device(DEVICE).unwrap().append(&lines(4..=12, 5)), Ok(3));
    let mut vault = open(vault.into_store());
    let last = vault.device(DEVICE).unwrap().last().unwrap();
    assert_eq!((last.sequence, last.created_at), (Some(12), line(12, 5).created_at));
}

#[test]
fn a_jump_in_numbers_is_a_gap_written_once() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    kept.append(&lines(4..=5, 5)).unwrap();
    let places = kept.places();
    kept.gap(Some(2), 7).unwrap();
    assert_eq!(kept.places(), places, "the jump says it");
    kept.append(&lines(8..=9, 5)).unwrap();
    let missed = Entry::Gap { missed: Some(2), at_ms: line(8, 5).created_at };
    let expected = [Entry::Line(line(4, 5)), Entry::Line(line(5, 5)), missed, Entry::Line(line(8, 5))];
    assert_eq!(entries(&mut kept)[..4], expected);
}

#[test]
fn without_numbers_gaps_are_written() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    kept.gap(None, 1).unwrap();
    kept.append(&[unnumbered(1), unnumbered(1)]).unwrap();
    kept.gap(Some(0), 2).unwrap();
    kept.gap(None, 3).unwrap();
    kept.append(&[unnumbered(2)]).unwrap();
    let last = kept.last().unwrap();
    assert_eq!((last.sequence, last.created_at), (None, unnumbered(2).created_at));
    let [first, second] = [unnumbered(1), unnumbered(2)].map(Entry::Line);
    assert_eq!(entries(&mut kept), [first.clone(), first, Entry::Gap { missed: None, at_ms: 3 }, second]);
}

#[test]
fn a_server_that_counts_anew_is_followed() {
    let mut vault = open(Memory::default());
    let mut kept = vault.device(DEVICE).unwrap();
    kept.restart(1).unwrap();
    kept.append(&lines(500..=501, 5)).unwrap();
    assert_eq!(kept.append(&lines(1..=2, 5)), Ok(0));
    kept.restart(9).unwrap();
    kept.restart(9).unwrap();
    let mut vault = open(vault.into_store());
    let mut kept = vault.device(DEVICE).unwrap();
    assert_eq!(kept.last().unwrap().sequence, None);
    assert_eq!(kept.append(&lines(1..=2, 5)), Ok(2));
    let expected = [500, 501].map(|number| Entry::Line(line(number, 5))).into_iter();
    let expected = expected.chain([Entry::Restart { at_ms: 9 }]);
    let expected = expected.chain([1, 2].map(|number| Entry::Line(line(number, 5))));
    assert_eq!(entries(&mut kept), expected.collect::<Vec<_>>());
}
