//! A device's log in the database: once, in order, by number, trimmed and expired.

use crate::world::World;
use bytes::Bytes;
use proptest::prelude::*;
use store::logs::append::{Appended, Batch, Session, append};
use store::logs::block::write_line;
use store::logs::expire::{Sweep, expire};
use store::logs::read::{self, Wanted};
use store::{Access, Store};
use wire::log_line::{DeviceLogLine, LogLine};

const NOW: i64 = 5_000;

fn text(numbers: std::ops::Range<u64>, created_at: i64) -> Bytes {
    let mut text = Vec::new();
    for number in numbers {
        let line = DeviceLogLine {
            timestamp: i64::try_from(number).unwrap(),
            message: number.to_string(),
            is_system: false,
            is_std_err: number % 2 == 1,
            service_id: Some(1),
        };
        write_line(&mut text, created_at, &line);
    }
    text.into()
}

fn batch(device: i64, first: u64, count: u64) -> Batch {
    let session = Some(Session { name: "00ff".into(), first_offset: first });
    Batch { device, session, created_at: NOW, text: text(first..first + count, NOW) }
}

async fn keep(store: &Store, batch: Batch, keep: u64) -> Appended {
    store.write(move |c| append(c, &[batch], keep)).await.unwrap().remove(0)
}

/// Numbers and messages of all lines after a position.
async fn after(store: &Store, device: i64, mut position: u64) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    loop {
        let page = store.read(move |c| read::after(c, device, position, u64::MAX)).await.unwrap();
        if page.blocks.is_empty() {
            return found;
        }
        for block in page.blocks {
            let lines = block.text.strip_suffix(b"\n").unwrap().split(|byte| *byte == b'\n');
            let lines: Vec<LogLine> = lines.map(|line| serde_json::from_slice(line).unwrap()).collect();
            assert_eq!(u64::try_from(lines.len()).unwrap(), block.last - block.first + 1);
            found.extend((block.first..).zip(lines).map(|(number, line)| (number, line.message)));
            position = block.last;
        }
    }
}

fn kept(appended: Appended) -> (u64, u64) {
    match appended {
        Appended::Kept { blocks, next_offset } => {
            (blocks.iter().map(|block| block.last - block.first + 1).sum(), next_offset)
        }
        Appended::NoDevice => panic!("there is a device"),
    }
}

#[tokio::test]
async fn log_lines_are_kept_once_in_order_and_not_for_ever() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    assert_eq!(kept(keep(&w.store, batch(device, 0, 10), 1_000).await), (10, 10));
    assert_eq!(kept(keep(&w.store, batch(device, 5, 10), 1_000).await), (5, 15), "five of them were here before");
    assert_eq!(kept(keep(&w.store, batch(device, 0, 15), 1_000).await), (0, 15));
    for number in 0..20 {
        keep(&w.store, batch(device, 15 + number * 100, 100), 1_000).await;
    }
    let (position, newest) =
        w.store.read(move |c| read::history(c, device, Wanted::Last(u64::MAX), 0, 1_000)).await.unwrap();
    assert_eq!((position, newest), (1_015, 2_015));
    let lines = after(&w.store, device, position).await;
    assert_eq!(lines.len(), 1_000);
    assert_eq!(lines.first(), Some(&(1_016, "1015".to_owned())));
    assert_eq!(after(&w.store, device, newest - 1).await, [(newest, "2014".to_owned())]);
    let all_but = w.store.read(move |c| read::history(c, device, Wanted::AllBut(3), 0, 1_000)).await.unwrap();
    assert_eq!(all_but, (1_018, 2_015));
    let sum = "SELECT sum(lines) FROM device_log_block";
    let on_disk: i64 = w.store.read(|c| Ok(c.query_row(sum, [], |row| row.get(0))?)).await.unwrap();
    assert!(on_disk <= 1_350, "{on_disk}");
    let none = w.store.read(move |c| read::history(c, device, Wanted::Last(10), NOW + 1, 1_000)).await.unwrap();
    assert_eq!(none, (2_015, 2_015));
    let gone = w.store.write(move |c| append(c, &[batch(device + 1, 0, 1), batch(device, 2_020, 1)], 1_000)).await;
    let gone = gone.unwrap();
    assert_eq!(gone[0], Appended::NoDevice);
    assert_eq!(kept(gone[1].clone()), (2, 2_021), "a line says that five were dropped");
    assert!(matches!(w.ask_as(Access::Guest, "device").await, Err(store::StoreError::Forbidden)));
}

#[tokio::test]
async fn lines_that_are_too_old_go() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let devices = [w.device(fleet, '1').await, w.device(fleet, '2').await];
    for device in devices {
        for (number, at) in (0..).zip([1_000, 2_000, 3_000]) {
            let old = Batch { device, session: None, created_at: at, text: text(number..number + 1, at) };
            keep(&w.store, old, 1_000_000).await;
        }
    }
    let mut sweep = Some(Sweep::default());
    while let Some(at) = sweep {
        sweep = w.store.write(move |c| expire(c, at, 3_000)).await.unwrap();
    }
    for device in devices {
        assert_eq!(after(&w.store, device, 0).await, [(3, "2".to_owned())]);
        let all = w.store.read(move |c| read::history(c, device, Wanted::Last(9), 0, 1_000)).await.unwrap();
        assert_eq!(all, (2, 3));
    }
}

#[tokio::test]
async fn a_history_begins_where_it_was_asked_to() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    for (number, at) in (0..).zip([1_000, 2_000, 3_000]) {
        let five = Batch { device, session: None, created_at: at, text: text(number * 5..number * 5 + 5, at) };
        keep(&w.store, five, 1_000).await;
    }
    let begins =
        async |wanted, since| w.store.read(move |c| read::history(c, device, wanted, since, 1_000)).await.unwrap().0;
    assert_eq!(begins(Wanted::Last(7), 0).await, 8);
    assert_eq!(begins(Wanted::Last(7), 2_500).await, 10);
    assert_eq!(begins(Wanted::Last(100), 1_500).await, 5);
    assert_eq!(begins(Wanted::Last(3), 1_500).await, 12);
    assert_eq!(begins(Wanted::Last(3), 3_001).await, 15);
    assert_eq!(begins(Wanted::Last(0), 0).await, 15);
}

#[tokio::test]
async fn rows_of_one_line_become_blocks() {
    let folder = tempfile::TempDir::new().unwrap();
    let old = rusqlite::Connection::open(folder.path().join("binnacle.sqlite3")).unwrap();
    for step in
        [include_str!("../../migrations/0001_first_light.sql"), include_str!("../../migrations/0002_direct_access.sql")]
    {
        old.execute_batch(step).unwrap();
    }
    old.execute_batch(
        "PRAGMA user_version = 2; PRAGMA foreign_keys = off;
         INSERT INTO device (id, created_at, modified_at, actor, uuid, device_name, is_of__device_type, \
         belongs_to__application) VALUES (7, 0, 0, 1, 'u', 'd', 1, 1);
         INSERT INTO device_log VALUES (7, 4, 5000, 1, 0, 1, 3, 'a \"quote\" and ' || char(10)), (7, 5, 5001, 2, 1, 0, NULL, 'b');
         INSERT INTO device_log_head (device, first_sequence, next_sequence) VALUES (7, 4, 6);",
    )
    .unwrap();
    drop(old);
    let store = Store::open(folder.path()).unwrap();
    let page = store.read(|c| read::after(c, 7, 0, u64::MAX)).await.unwrap();
    let texts: Vec<_> = page.blocks.iter().map(|block| (block.first, str::from_utf8(&block.text).unwrap())).collect();
    let first = r#"{"createdAt":5000,"timestamp":1,"isSystem":false,"isStdErr":true,"serviceId":3,"message":"a \"quote\" and \n"}"#;
    let second = r#"{"createdAt":5001,"timestamp":2,"isSystem":true,"isStdErr":false,"message":"b"}"#;
    assert_eq!(texts, [(4, &*format!("{first}\n")), (5, &*format!("{second}\n"))]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Batches sent again in part, a ring that is cut, a reader that comes now and then: what it gets is the run of
    /// numbers with holes only where lines were cut.
    #[test]
    fn a_reader_has_every_line_or_its_number(steps in proptest::collection::vec((0_u64..40, 0_u64..60, 0_u64..4), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let w = World::new().await;
            let fleet = w.fleet("fleet-1").await;
            let device = w.device(fleet, '1').await;
            let (mut sent, mut position, mut missed, mut read) = (0, 0, 0, 0);
            for (again, count, reads) in steps {
                let first = sent - again.min(sent);
                let end = (first + count).max(sent);
                keep(&w.store, batch(device, first, end - first), 50).await;
                sent = end;
                if reads == 0 {
                    for (number, message) in after(&w.store, device, position).await {
                        assert_eq!(message, (number - 1).to_string());
                        missed += number - position - 1;
                        read += 1;
                        position = number;
                    }
                    assert_eq!(position, sent);
                }
            }
            assert_eq!(read + missed, position);
            let lines = after(&w.store, device, 0).await;
            let (from, newest) =
                w.store.read(move |c| read::history(c, device, Wanted::Last(50), 0, 50)).await.unwrap();
            assert_eq!((newest, newest - from), (sent, sent.min(50)));
            assert!(lines.len() >= usize::try_from(sent.min(50)).unwrap());
        });
    }
}
