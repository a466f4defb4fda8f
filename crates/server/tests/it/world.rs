//! The demo world outlives a killed server, is found again, and ends with a server that is asked to stop.

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::kill;
use nix::unistd::Pid;

use crate::harness::page::Page;
use crate::harness::process::{PASSWORD, Ports, Server};
use crate::harness::waiting::eventually;

fn pid(file: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(file).ok()?;
    let pid = Pid::from_raw(text.lines().next()?.parse().ok()?);
    kill(pid, None).is_ok().then_some(pid)
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_outlive_a_kill_of_the_server_and_end_with_its_stop() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ports = Ports::free();
    let server = Server::start(&data, ports, &["--demo-devices", "2"]);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let agent = data.join("world/devices/bay-north-1/agent.pid");
    let within = Duration::from_secs(30);
    let before = eventually("the agent runs", within, async || pid(&agent)).await;
    let query = "device?$select=id&$filter=device_name eq 'bay-north-1' and is_connected_to_vpn eq true";
    eventually("the device is connected", within, async || page.rows(query).await.pop()).await;

    server.kill();
    let server = Server::start(&data, ports, &["--demo-devices", "2"]);
    assert_eq!(pid(&agent), Some(before), "the same process");
    eventually("the device is back", within, async || page.rows(query).await.pop()).await;
    let took = server.stop();
    assert!(took < Duration::from_millis(3_500), "{took:?}");
    assert_eq!(pid(&agent), None);
    assert_eq!(pid(&data.join("world/world.pid")), None);
}
