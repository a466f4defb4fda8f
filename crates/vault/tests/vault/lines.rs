//! Lines to keep, and what is kept of them.

use vault::entry::{Entry, KeptLine};
use vault::kept::Kept;
use vault::limits::Limits;
use vault::memory::Memory;
use vault::piece::Most;
use vault::vault::Vault;

pub(crate) const DEVICE: &str = "0123456789abcdef0123456789abcdef";

pub(crate) const MIB: u64 = 1024 * 1024;

/// A line whose text and times follow from its number.
pub(crate) fn line(number: u64, length: usize) -> KeptLine {
    let at = 1_790_000_000_000 + number.cast_signed() * 10;
    KeptLine {
        sequence: Some(number),
        created_at: at,
        timestamp: at - 3,
        service: if number.is_multiple_of(3) { "db" } else { "web" }.into(),
        stderr: number.is_multiple_of(5),
        system: false,
        message: format!("{number}:{}", "x".repeat(length)),
    }
}

pub(crate) fn lines(numbers: std::ops::RangeInclusive<u64>, length: usize) -> Vec<KeptLine> {
    numbers.map(|number| line(number, length)).collect()
}

pub(crate) fn unnumbered(number: u64) -> KeptLine {
    KeptLine { sequence: None, ..line(number, 10) }
}

pub(crate) fn open(store: Memory) -> Vault<Memory> {
    Vault::open(store, Limits::new(4 * MIB, MIB)).unwrap()
}

/// All entries, read forwards in pieces of this size.
pub(crate) fn entries_by(kept: &mut Kept<'_, Memory>, most: Most) -> Vec<Entry> {
    let (mut all, mut from) = (Vec::new(), 0);
    loop {
        let piece = kept.read(from, most).unwrap();
        assert!(piece.is_last || piece.next > from, "no progress at {from}");
        all.extend(piece.entries);
        from = piece.next;
        if piece.is_last {
            return all;
        }
    }
}

pub(crate) fn entries(kept: &mut Kept<'_, Memory>) -> Vec<Entry> {
    entries_by(kept, Most::default())
}

/// All entries, read backwards in pieces of this size.
pub(crate) fn entries_back(kept: &mut Kept<'_, Memory>, most: Most) -> Vec<Entry> {
    let (mut all, mut before) = (Vec::new(), u64::MAX);
    loop {
        let piece = kept.read_back(before, most).unwrap();
        assert!(piece.is_first || piece.from < before, "no progress at {before}");
        all.splice(0..0, piece.entries);
        before = piece.from;
        if piece.is_first {
            return all;
        }
    }
}

/// The lines among all entries.
pub(crate) fn kept_lines(vault: &mut Vault<Memory>, device: &str) -> Vec<KeptLine> {
    let entries = entries(&mut vault.device(device).unwrap());
    let line = |entry| if let Entry::Line(line) = entry { Some(line) } else { None };
    entries.into_iter().filter_map(line).collect()
}
