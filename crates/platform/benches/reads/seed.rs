//! A fleet of many devices in every state, with tags, installs and two releases.

use serde_json::json;

use crate::http::Server;

pub(crate) async fn fleet(server: &Server, devices: i64) -> i64 {
    let types = server.send("GET", "/v7/device_type(slug='raspberrypi4-64')?$select=id", None).await;
    let types: serde_json::Value = serde_json::from_slice(&types).unwrap();
    let board = &types["d"][0]["id"];
    let fleet = json!({ "app_name": "many", "organization": 1, "is_for__device_type": board });
    let fleet = server.post("/v7/application", &fleet).await["id"].as_i64().unwrap();
    let service = server.post("/v7/service", &json!({ "application": fleet, "service_name": "main" })).await;
    let mut image = json!(null);
    for version in 1..=2 {
        let start = format!("2026-01-0{version}T00:00:00.000Z");
        let release = json!({
            "belongs_to__application": fleet, "commit": format!("{version:032}"), "status": "running", "source": "cloud",
            "semver": format!("{version}.0.0"), "composition": {}, "start_timestamp": start,
        });
        let release = server.post("/v7/release", &release).await;
        let built = json!({
            "is_a_build_of__service": service["id"], "status": "success", "start_timestamp": start,
            "end_timestamp": start, "push_timestamp": start,
        });
        image = server.post("/v7/image", &built).await;
        let part = json!({ "image": image["id"], "is_part_of__release": release["id"] });
        server.post("/v7/release_image", &part).await;
        let success = json!({ "status": "success", "end_timestamp": start });
        server.send("PATCH", &format!("/v7/release({})", release["id"]), Some(&success)).await;
    }
    let board = board.as_i64().unwrap();
    let image = image["id"].as_i64().unwrap();
    let made = server.platform().store().write(move |connection| {
        let release: i64 = connection.query_row("SELECT max(id) FROM release", [], |row| row.get(0))?;
        let first: i64 = connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM actor", [], |row| row.get(0))?;
        connection.execute_batch(&format!(
            "CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
             WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < {devices}) INSERT INTO n SELECT i FROM c;
             INSERT INTO actor (id, created_at, modified_at) SELECT {first} + i, 1790000000000, 1790000000000 FROM n;
             INSERT INTO device (created_at, modified_at, actor, uuid, device_name, is_of__device_type,
               belongs_to__application, is_running__release, is_pinned_on__release, is_connected_to_vpn,
               last_connectivity_event, api_heartbeat_state, changed_api_heartbeat_state_on__date, status,
               provisioning_state, provisioning_progress, os_version, os_variant, supervisor_version, ip_address,
               cpu_usage, cpu_temp, memory_usage, memory_total, storage_usage, storage_total, update_status)
             SELECT 1790000000000 + i, 1790000000000 + i, {first} + i, lower(hex(randomblob(16))),
               format('%s-%05d', substr('abcdefghijklmnop', 1 + (i * 7919) % 16, 1), (i * 7919) % {devices}), {board},
               {fleet}, iif(i % 5 = 0, {release} - 1, {release}), iif(i % 50 = 0, {release}, NULL), i % 10 < 7,
               iif(i % 10 < 9, 1790000000000 + i, NULL),
               CASE WHEN i % 10 < 6 THEN 'online' WHEN i % 10 = 6 THEN 'timeout' WHEN i % 10 = 7 THEN 'offline'
                 WHEN i % 10 = 8 THEN 'online' ELSE 'unknown' END, 1790000000000 + i, 'Idle', NULL,
               iif(i % 100 = 1, 40, NULL), 'balenaOS 6.5.0', 'prod', '17.0.3', '10.0.0.5 172.17.0.1', i % 100, i % 80,
               i % 4000, 4000, i % 16000, 16000, 'done' FROM n;
             INSERT INTO device_tag (created_at, modified_at, device, tag_key, value)
             SELECT 1790000000000, 1790000000000, d.id, k.key, 'hall ' || (d.id % 40) FROM device d, (SELECT 'site' AS key UNION
               ALL SELECT 'rack') k WHERE d.belongs_to__application = {fleet};
             INSERT INTO image_install (created_at, modified_at, device, installs__image, is_provided_by__release, status,
               download_progress, install_date)
             SELECT 1790000000000, 1790000000000, d.id, {image}, {release}, iif(d.id % 10 = 3, 'Downloading', 'Running'),
               iif(d.id % 10 = 3, d.id % 100, NULL), 1790000000000 FROM device d WHERE d.belongs_to__application = {fleet};
             DROP TABLE n;",
        ))?;
        Ok(())
    });
    made.await.unwrap();
    fleet
}
