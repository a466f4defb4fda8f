//! What an idle link costs the server in memory.

use crate::clients::{Clients, line_of};
use crate::meter;
use crate::server::Server;

const LINKS: usize = 2_000;
/// Long enough for every link to have pinged both ways.
const SETTLED: std::time::Duration = std::time::Duration::from_secs(12);

pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|_| {}));
    let devices = runtime.block_on(server.devices(LINKS + 50));
    let lines: Vec<String> = devices.iter().map(line_of).collect();
    let linked = |lines: &[String]| {
        let mut clients = Clients::start(&["links".to_owned(), server.address.to_string()], lines);
        clients.said();
        clients
    };
    // What is paid once is paid by these.
    let first = linked(&lines[LINKS..]);
    std::thread::sleep(SETTLED / 4);
    let before = meter::resident();
    let clients = linked(&lines[..LINKS]);
    std::thread::sleep(SETTLED);
    let grown = meter::resident().saturating_sub(before);
    meter::figure("idle_link_kib", grown as f64 / LINKS as f64 / 1_024.0);
    clients.end();
    first.end();
    runtime.block_on(server.platform.shutdown());
}
