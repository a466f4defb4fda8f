//! Never more than was allowed, and what goes is the oldest.

use proptest::prelude::*;
use vault::limits::{Limits, MOST_DEVICES};
use vault::memory::Memory;
use vault::vault::Vault;

use crate::lines::{DEVICE, MIB, kept_lines, line, lines};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_limits_hold_after_every_append(
        appends in prop::collection::vec((0_usize..5, 1_u64..400, 0_usize..3_000), 1..40),
        reopen_every in 1_usize..10,
    ) {
        let limits = Limits::new(2 * MIB, MIB);
        let mut vault = Vault::open(Memory::default(), limits).unwrap();
        let mut next = [1_u64; 5];
        for (number, (device, count, length)) in appends.into_iter().enumerate() {
            let uuid = format!("device{device}");
            let batch = lines(next[device]..=next[device] + count - 1, length);
            next[device] += count;
            prop_assert_eq!(vault.device(&uuid).unwrap().append(&batch).unwrap() as u64, count);
            prop_assert!(vault.store().bytes() <= limits.bytes_total());
            let usage = vault.usage().unwrap();
            prop_assert_eq!(usage.bytes, vault.store().bytes());
            let kept = kept_lines(&mut vault, &uuid);
            // The newest are there, without a hole, and the rest is counted.
            prop_assert_eq!(kept.last(), batch.last());
            for (at, line) in kept.iter().rev().enumerate() {
                prop_assert_eq!(line.sequence, Some(next[device] - 1 - at as u64));
            }
            let kept_of = vault.device(&uuid).unwrap();
            prop_assert_eq!(kept_of.lines(), kept.len() as u64);
            // A log that was let go whole is not counted any more once the page was loaded again.
            prop_assert!(kept_of.beginning().unwrap().let_go < next[device] - kept.len() as u64);
            if number % reopen_every == 0 {
                vault = Vault::open(vault.into_store(), limits).unwrap();
            }
        }
    }
}

#[test]
fn a_device_has_its_part_only() {
    let limits = Limits::new(8 * MIB, MIB);
    let mut vault = Vault::open(Memory::default(), limits).unwrap();
    for number in 1..=4_000 {
        vault.device(DEVICE).unwrap().append(&[line(number, 1_000)]).unwrap();
        assert!(vault.store().bytes() <= MIB);
    }
    let kept = kept_lines(&mut vault, DEVICE).len() as u64;
    assert!((900..1_100).contains(&kept), "{kept} lines of a kilobyte in a MiB");
    let beginning = vault.device(DEVICE).unwrap().beginning().unwrap();
    assert_eq!(beginning.let_go, 4_000 - kept);
    assert_eq!(beginning.at_ms, line(4_001 - kept, 0).created_at);
}

#[test]
fn who_writes_most_makes_room() {
    let limits = Limits::new(2 * MIB, 2 * MIB);
    let mut vault = Vault::open(Memory::default(), limits).unwrap();
    vault.device("quiet").unwrap().append(&lines(1..=3, 10)).unwrap();
    for number in 1..=4_000 {
        vault.device("noisy").unwrap().append(&[line(number, 1_000)]).unwrap();
    }
    assert_eq!(kept_lines(&mut vault, "quiet").len(), 3);
}

#[test]
fn narrower_limits_hold_when_it_is_opened() {
    let mut vault = Vault::open(Memory::default(), Limits::new(8 * MIB, 4 * MIB)).unwrap();
    for device in ["a", "b"] {
        vault.device(device).unwrap().append(&lines(1..=3_000, 1_000)).unwrap();
    }
    let mut vault = Vault::open(vault.into_store(), Limits::new(MIB, MIB)).unwrap();
    assert!(vault.store().bytes() <= MIB);
    assert!(vault.usage().unwrap().lines > 0);
}

#[test]
fn the_device_silent_longest_goes_when_there_are_too_many() {
    let mut vault = Vault::open(Memory::default(), Limits::default()).unwrap();
    for number in 0..=MOST_DEVICES as u64 {
        vault.device(&format!("device{number}")).unwrap().append(&[line(number + 1, 1)]).unwrap();
    }
    assert_eq!(vault.devices().count(), MOST_DEVICES);
    assert!(vault.devices().all(|device| device != "device0"));
}

#[test]
fn usage_is_what_is_kept() {
    let mut vault = Vault::open(Memory::default(), Limits::default()).unwrap();
    assert_eq!(vault.usage().unwrap().oldest_ms, None);
    vault.device("a").unwrap().append(&lines(5..=9, 1)).unwrap();
    vault.device("b").unwrap().append(&lines(2..=3, 1)).unwrap();
    let mut vault = Vault::open(vault.into_store(), Limits::default()).unwrap();
    let usage = vault.usage().unwrap();
    assert_eq!((usage.devices, usage.lines, usage.oldest_ms), (2, 7, Some(line(2, 1).created_at)));
    vault.forget("b").unwrap();
    assert_eq!(vault.usage().unwrap().lines, 5);
    vault.forget_everything().unwrap();
    assert_eq!(vault.store().bytes(), 0);
    assert_eq!(vault.usage().unwrap(), vault::usage::Usage::default());
}
