//! Ten thousand devices that poll an unchanged target, on one core: how long an answer takes.

use std::process::{Command, Stdio};

use crate::clients::{Clients, line_of};
use crate::meter;
use crate::server::Server;

const DEVICES: usize = 10_000;
const CONNECTIONS: usize = 200;
/// Each polls once in so long.
const SECONDS: u64 = 10;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|_| {}));
    let devices = runtime.block_on(server.devices(DEVICES));
    let lines: Vec<String> = devices.iter().map(line_of).collect();
    let address = server.address.to_string();
    let arguments = ["pollers", &address, &CONNECTIONS.to_string(), &SECONDS.to_string()].map(str::to_owned);
    let mut clients = Clients::start(&arguments, &lines);
    clients.said();
    // Every device's first poll is a write; the ones after are not.
    while runtime.block_on(online(&server)) < DEVICES {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    clients.go();
    clients.said();
    // After the clients were started: they keep both cores, the server has one.
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", "0", &std::process::id().to_string()])
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let before = meter::cpu();
    let answered = clients.said();
    let used = meter::cpu().saturating_sub(before).as_secs_f64();
    clients.end();
    if pinned {
        let all = format!("0-{}", std::thread::available_parallelism().map_or(1, usize::from).max(2) - 1);
        let _ = Command::new("taskset")
            .args(["-a", "-c", "-p", &all, &std::process::id().to_string()])
            .stdout(Stdio::null())
            .status();
    }
    let figures: Vec<f64> = answered.split(' ').map(|figure| figure.parse().unwrap()).collect();
    println!(
        "# {DEVICES} polls in {:.1} s: median {:.2} ms, longest {:.1} ms, {:.0} µs of processor a poll",
        figures[3],
        figures[0],
        figures[2],
        used * 1e6 / DEVICES as f64
    );
    meter::figure("poll_p99_ms", figures[1]);
    runtime.block_on(server.platform.shutdown());
}

async fn online(server: &Server) -> usize {
    let sql = "SELECT count(*) FROM device WHERE api_heartbeat_state = 'online'";
    let count = server.platform.store().read(move |c| Ok(c.query_row(sql, [], |row| row.get::<_, i64>(0))?)).await;
    usize::try_from(count.unwrap()).unwrap()
}
