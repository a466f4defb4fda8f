//! Disks that are full, writes that are short, files that are not there yet.

use proptest::prelude::*;
use vault::entry::Entry;
use vault::error::VaultError;
use vault::memory::Memory;

use crate::lines::{DEVICE, entries, kept_lines, line, lines, open, unnumbered};

proptest! {
    /// Writes stop anywhere; what the vault says is kept is kept, and the rest can be sent again.
    #[test]
    fn a_short_write_keeps_all_or_nothing_of_a_record(
        batches in prop::collection::vec((1_u64..40, prop::option::of(0_usize..2_000)), 1..12),
        is_reloaded: bool,
    ) {
        let mut vault = open(Memory::default());
        let mut next = 1;
        for (count, short_write) in batches {
            let mut store = vault.into_store();
            store.short_write = short_write;
            vault = open(store);
            let before = vault.device(DEVICE).unwrap().last().and_then(|last| last.sequence).unwrap_or_default();
            let done = vault.device(DEVICE).unwrap().append(&lines(next..=next + count - 1, 20));
            let last = vault.device(DEVICE).unwrap().last().and_then(|last| last.sequence).unwrap_or_default();
            prop_assert_eq!(last, if done.is_ok() { next + count - 1 } else { before });
            next = last + 1;
            if is_reloaded {
                vault = open(vault.into_store());
            }
        }
        let kept = kept_lines(&mut vault, DEVICE);
        if let Some(first) = kept.first().and_then(|line| line.sequence) {
            prop_assert_eq!(kept, lines(first..=next - 1, 20));
        }
    }
}

#[test]
fn a_full_disk_lets_the_oldest_go() {
    let mut vault = open(Memory { room: Some(300_000), ..Memory::default() });
    for number in 1..=2_000 {
        vault.device(DEVICE).unwrap().append(&[line(number, 1_000)]).unwrap();
    }
    let kept = kept_lines(&mut vault, DEVICE);
    assert!((150..300).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.last(), Some(&line(2_000, 1_000)));
}

#[test]
fn a_disk_without_any_room_says_so_and_the_lines_are_owed() {
    let mut vault = open(Memory { room: Some(0), ..Memory::default() });
    let mut kept = vault.device(DEVICE).unwrap();
    assert_eq!(kept.append(&[unnumbered(1), unnumbered(2)]), Err(VaultError::Full));
    assert_eq!(kept.last(), None);

    let mut vault = open(Memory::default());
    vault.device(DEVICE).unwrap().append(&[unnumbered(1)]).unwrap();
    let mut store = vault.into_store();
    store.spares = Some(0);
    store.short_write = Some(0);
    let mut vault = open(store);
    let mut kept = vault.device(DEVICE).unwrap();
    // The one chunk is let go for room, and the line written into a new one.
    assert_eq!(kept.append(&[unnumbered(2)]), Ok(1));
    assert_eq!(entries(&mut kept), [Entry::Line(unnumbered(2))]);
}

#[test]
fn lines_without_numbers_that_could_not_be_kept_are_a_gap() {
    let mut vault = open(Memory::default());
    vault.device(DEVICE).unwrap().append(&[unnumbered(1)]).unwrap();
    vault.store_mut().is_broken = true;
    let two = [unnumbered(2), unnumbered(3)];
    assert!(matches!(vault.device(DEVICE).unwrap().append(&two), Err(VaultError::Failed(_))));
    vault.store_mut().is_broken = false;
    let mut kept = vault.device(DEVICE).unwrap();
    kept.append(&[unnumbered(4)]).unwrap();
    let gap = Entry::Gap { missed: Some(2), at_ms: unnumbered(4).created_at };
    assert_eq!(entries(&mut kept), [Entry::Line(unnumbered(1)), gap, Entry::Line(unnumbered(4))]);
}

#[test]
fn a_chunk_grows_until_there_is_a_file() {
    let mut vault = open(Memory { spares: Some(1), ..Memory::default() });
    assert_eq!(vault.device("b").unwrap().append(&lines(1..=2_000, 300)), Ok(2_000));
    assert_eq!(vault.store().files.len(), 1);
    assert_eq!(vault.device("c").unwrap().append(&lines(1..=1, 5)), Err(VaultError::Busy));
    assert_eq!(kept_lines(&mut vault, "b").len(), 2_000);
}

#[test]
fn a_path_is_no_device() {
    let mut vault = open(Memory::default());
    assert!(matches!(vault.device("../x"), Err(VaultError::NotADevice(_))));
}
