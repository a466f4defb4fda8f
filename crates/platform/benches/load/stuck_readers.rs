//! Five hundred readers that never read beside fifty that do: what each costs in memory, and that nobody waits for them.

use crate::clients::Clients;
use crate::server::Server;
use crate::{lines, meter};

const STUCK: u64 = 500;
const HEALTHY: u64 = 50;
/// About 60 MB: far more than sockets hold.
const PIECES: u64 = 600;
const A_PIECE: u64 = 500;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let per_reader = runtime.block_on(async {
        // All of them are kept: lines are sent as fast as they are taken, and a healthy reader that falls behind on a busy
        // machine is to find them on the disk, not a counted gap.
        let server = Server::start(|config| config.log_lines_per_device = PIECES * A_PIECE).await;
        let device = server.devices(1).await.remove(0);
        let head = format!(
            "GET /device/v2/{}/logs?stream=1 HTTP/1.1\\r\\nhost: a\\r\\nauthorization: Bearer {}\\r\\n\\r\\n",
            device.uuid, server.token
        );
        let before = meter::resident();
        let total = (PIECES * A_PIECE).to_string();
        let address = server.address.to_string();
        let arguments = ["readers", &address, &HEALTHY.to_string(), &STUCK.to_string(), &total].map(str::to_owned);
        let mut clients = Clients::start(&arguments, &[head]);
        let clients = tokio::task::spawn_blocking(move || {
            clients.said();
            clients
        });
        let mut clients = clients.await.unwrap();
        let pieces = (0..PIECES).map(|piece| lines::sent(piece * A_PIECE..piece * A_PIECE + A_PIECE));
        server.log(&device, futures_util::stream::iter(pieces.collect::<Vec<_>>())).await;
        let clients = tokio::task::spawn_blocking(move || {
            assert_eq!(clients.said(), "done", "the healthy ones have every line");
            clients
        });
        let clients = clients.await.unwrap();
        let grown = meter::resident().saturating_sub(before);
        clients.end();
        server.platform.shutdown().await;
        grown as f64 / STUCK as f64 / 1_024.0
    });
    meter::figure("stuck_reader_kib", per_reader);
}
