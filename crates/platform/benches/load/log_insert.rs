//! Durable log lines a second: sixteen devices' streams through the API, against plain batched inserts of the same lines.

use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use rusqlite::{Connection, params};

use crate::server::Server;
use crate::{lines, meter};

const DEVICES: u64 = 16;
const LINES_EACH: u64 = 12_500;
/// Fewer than are sent: rings are cut meanwhile.
const KEPT: u64 = 10_000;
const A_TRANSACTION: u64 = 1_000;
const ROUNDS: u64 = 3;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|config| config.log_lines_per_device = KEPT));
    let devices = runtime.block_on(server.devices(usize::try_from(DEVICES).unwrap()));
    let plain = plain_table(server.folder.path());
    let pieces: Vec<Bytes> = (0..LINES_EACH / 100).map(|piece| lines::sent(piece * 100..piece * 100 + 100)).collect();
    let (mut ours, mut plains, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let total = (DEVICES * LINES_EACH) as f64;
    for round in 0..ROUNDS {
        let begun = Instant::now();
        insert(&plain, round);
        plains.push(total / begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        runtime.block_on(async {
            let sending = devices.iter().map(|device| server.log(device, futures_util::stream::iter(pieces.clone())));
            futures_util::future::join_all(sending).await;
        });
        ours.push(total / begun.elapsed().as_secs_f64());
        ratios.push(ours[ours.len() - 1] / plains[plains.len() - 1]);
    }
    println!("# log lines a second: {:.0}, plain rows {:.0}", meter::median(ours), meter::median(plains));
    meter::figure("log_insert", meter::median(ratios));
    runtime.block_on(server.platform.shutdown());
}

/// The same columns and order, a row a line, as durable as ours.
fn plain_table(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("plain.sqlite3")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA cache_size = -16000;
             CREATE TABLE line (device INTEGER NOT NULL, sequence INTEGER NOT NULL, created_at INTEGER NOT NULL,
                timestamp INTEGER NOT NULL, is_system INTEGER NOT NULL, is_std_err INTEGER NOT NULL, service INTEGER,
                message TEXT NOT NULL, PRIMARY KEY (device, sequence)) WITHOUT ROWID;",
        )
        .unwrap();
    connection
}

fn insert(connection: &Connection, round: u64) {
    for part in 0..LINES_EACH / (A_TRANSACTION / DEVICES) {
        let transaction = connection.unchecked_transaction().unwrap();
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO line VALUES (?1, ?2, 1795341600000, ?2, 0, 0, 3, ?3)").unwrap();
            let each = A_TRANSACTION / DEVICES;
            for device in 0..DEVICES {
                for number in part * each..part * each + each {
                    let sequence = i64::try_from(round * LINES_EACH + number).unwrap();
                    let device = i64::try_from(device).unwrap();
                    insert.execute(params![device, sequence, lines::message(number)]).unwrap();
                }
            }
        }
        transaction.commit().unwrap();
    }
}
