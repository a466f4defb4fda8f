//! What waits is written, and what is kept comes back, over a store in memory.

use vault::limits::Limits;
use vault::memory::Memory;

use super::*;
use crate::loading::Loading;

fn device(digit: char) -> DeviceUuid {
    digit.to_string().repeat(32).parse().unwrap()
}

fn open(store: Memory) -> Keep<Memory> {
    Keep::new(Vault::open(store, Limits::default()).unwrap())
}

fn line(sequence: Option<u64>, created_at: i64) -> KeptLine {
    KeptLine {
        sequence,
        created_at,
        timestamp: created_at,
        service: "ui".into(),
        stderr: false,
        system: false,
        message: format!("at {created_at}"),
    }
}

fn put(keep: &mut Keep<Memory>, feed: u32, device: &DeviceUuid, lines: impl IntoIterator<Item = KeptLine>) {
    for line in lines {
        keep.put(feed, device.clone(), Entry::Line(line));
    }
}

/// The times of all that is read of these resumptions; gaps are 0.
fn read(keep: &mut Keep<Memory>, of: &[(DeviceUuid, std::ops::Range<u64>)]) -> Vec<i64> {
    let mut loading = Loading::default();
    for (device, places) in of {
        loading.add(device, places.clone(), keep).unwrap();
    }
    let mut times = Vec::new();
    while let Some((_, entry)) = loading.next(keep).unwrap() {
        times.push(line_of(entry).map_or(0, |line| line.created_at));
    }
    times
}

#[test]
fn a_log_goes_on_after_what_is_kept_of_it() {
    let (mut keep, a) = (open(Memory::default()), device('a'));
    let first = keep.resume(1, &a, Some(LogCursor::Sequence(3)), 10).unwrap();
    assert_eq!((first.after, first.places), (Some(LogCursor::Sequence(3)), 0..0), "as the page wants");
    put(&mut keep, 1, &a, (4..=8).map(|number| line(Some(number), number.cast_signed())));
    put(&mut keep, 2, &a, [line(Some(9), 9)]);
    keep.write().unwrap();
    let again = keep.resume(2, &a, None, 3).unwrap();
    assert_eq!(again.after, Some(LogCursor::Sequence(8)), "another log's lines are not taken before it asks");
    assert_eq!(read(&mut keep, &[(a.clone(), again.places)]), [6, 7, 8], "no more than is wanted");
    let inside = keep.resume(2, &a, Some(LogCursor::Sequence(4)), 10).unwrap();
    assert_eq!((inside.after, inside.seam.is_shown), (Some(LogCursor::Sequence(8)), true));
    let before = keep.resume(2, &a, Some(LogCursor::Sequence(1)), 10).unwrap();
    assert_eq!(
        (before.after, before.places),
        (Some(LogCursor::Sequence(1)), 0..0),
        "the server is asked for what came before"
    );
    let mut joint = |begun| keep.join(1, &a, begun).unwrap();
    assert_eq!(joint(Some(LogCursor::Sequence(8))), Joint::GoesOn);
    assert_eq!(joint(Some(LogCursor::Sequence(9))), Joint::Apart);
    assert_eq!(joint(Some(LogCursor::CreatedAt(1))), Joint::Apart, "it could be the same lines");
    keep.forget(&a).unwrap();
    assert_eq!(keep.join(1, &a, Some(LogCursor::Sequence(9))), Ok(Joint::First));
    assert_eq!(keep.kept_of([&a].into_iter()), Ok((0, None)));
}

#[test]
fn devices_are_merged_by_time_however_long_their_logs_are() {
    let (mut keep, a, b) = (open(Memory::default()), device('a'), device('b'));
    for device in [&a, &b] {
        keep.resume(1, device, None, 0).unwrap();
    }
    put(&mut keep, 1, &a, (1..=9_000).map(|number| line(Some(number), number.cast_signed() * 2)));
    put(&mut keep, 1, &b, (1..=3_000).map(|number| line(None, 9_001 + number * 2)));
    keep.write().unwrap();
    assert_eq!(keep.kept_of([&a, &b].into_iter()), Ok((12_000, Some(2))));
    let of = [&a, &b].map(|device| (device.clone(), keep.resume(1, device, None, 10_000).unwrap().places));
    let times = read(&mut keep, &of);
    assert_eq!(times.len(), 12_000);
    assert!(times.is_sorted());
}

#[test]
fn what_the_browser_has_no_file_for_yet_is_written_later() {
    let (mut keep, a) = (open(Memory { spares: Some(0), ..Memory::default() }), device('a'));
    keep.resume(1, &a, None, 0).unwrap();
    put(&mut keep, 1, &a, (1..=3).map(|number| line(Some(number), 1)));
    keep.write().unwrap();
    assert_eq!(keep.kept_of([&a].into_iter()), Ok((0, None)));
    put(&mut keep, 1, &a, [line(Some(4), 1)]);
    keep.vault.store_mut().spares = None;
    keep.write().unwrap();
    assert_eq!(keep.kept_of([&a].into_iter()), Ok((4, Some(1))));
}

#[test]
fn an_error_takes_the_lines_and_their_numbers_tell_of_them() {
    let (mut keep, a) = (open(Memory::default()), device('a'));
    keep.resume(1, &a, None, 0).unwrap();
    put(&mut keep, 1, &a, [line(Some(1), 1)]);
    keep.write().unwrap();
    keep.vault.store_mut().is_broken = true;
    put(&mut keep, 1, &a, [line(Some(2), 2)]);
    assert!(keep.write().is_err());
    keep.vault.store_mut().is_broken = false;
    put(&mut keep, 1, &a, [line(Some(3), 3)]);
    keep.write().unwrap();
    let places = keep.resume(1, &a, None, 10).unwrap().places;
    assert_eq!(read(&mut keep, &[(a, places)]), [1, 0, 3]);
}
